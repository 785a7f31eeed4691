import * as vscode from 'vscode';
import type { AccountSessions } from './accountSessions.ts';
import type { SignIn } from './signIn.ts';

/** Must not change: other extensions use it. */
const providerId = 'kiwoom';

/** Registers the authentication provider, so that VS Code's consent and its Accounts menu apply. */
export function registerAuthentication(
  sessions: AccountSessions,
  signIn: () => Promise<SignIn>,
): vscode.Disposable {
  const changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  const provider: vscode.AuthenticationProvider = {
    onDidChangeSessions: changed.event,
    getSessions: (scopes, { account }) => sessions.list(scopes, account?.id),
    createSession: async (scopes, { account }) => (await signIn()).create(scopes, account?.id),
    removeSession: async (sessionId) => (await signIn()).remove(sessionId),
  };
  return vscode.Disposable.from(
    vscode.authentication.registerAuthenticationProvider(providerId, 'Kiwoom', provider, {
      supportsMultipleAccounts: true,
    }),
    sessions.onDidChange((change) => {
      changed.fire(change);
    }),
    changed,
  );
}

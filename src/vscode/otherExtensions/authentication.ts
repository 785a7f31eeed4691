import * as vscode from 'vscode';
import type { AccountSessions } from './accountSessions.ts';
import type { SignIn } from './signIn.ts';

/** Fixed: other extensions rely on it. */
const providerId = 'kiwoom';

/** Makes the accounts known to VS Code, whose consent and Accounts menu they come under. */
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
    new vscode.Disposable(
      sessions.onDidChange((change) => {
        changed.fire(change);
      }),
    ),
    changed,
  );
}

import * as vscode from 'vscode';
// In a project of your own: a copy of the file, from `src/api` of the installed extension.
import type { KiwoomApi, KiwoomExports } from '../../../src/api/kiwoom-rest-auth.d.ts';

/** An extension that shows the state of the active account and asks Kiwoom for its number. */
export async function activate(context: vscode.ExtensionContext): Promise<Example> {
  const extension = vscode.extensions.getExtension<KiwoomExports>(
    'kiwoom-rest-auth.kiwoom-rest-auth',
  );
  if (extension === undefined) throw new Error('Kiwoom REST Auth is not installed.');
  const kiwoom = (await extension.activate()).getApi(1);
  await kiwoom.ready();

  const item = vscode.window.createStatusBarItem('state', vscode.StatusBarAlignment.Right);
  const show = (): void => {
    item.text = `Example: ${describe(kiwoom)}`;
    item.show();
  };
  show();
  context.subscriptions.push(
    item,
    kiwoom.onDidChangeActiveProfile(show),
    kiwoom.onDidChangeState(show),
    vscode.commands.registerCommand('kiwoomExample.accountNumber', async () => {
      const number = await accountNumber(kiwoom, { detail: 'To show the number of the account.' });
      void vscode.window.showInformationMessage(`Account number: ${number}`);
    }),
  );
  return { describe: () => describe(kiwoom), accountNumber: () => accountNumber(kiwoom, true) };
}

interface Example {
  readonly describe: () => string;
  readonly accountNumber: () => Promise<string>;
}

function describe(kiwoom: KiwoomApi): string {
  const profile = kiwoom.activeProfile;
  if (profile === undefined) return 'no account';
  const { kind, expiresAt } = kiwoom.state(profile.id);
  const until = expiresAt === undefined ? '' : ` until ${expiresAt.toISOString()}`;
  return `${profile.environment} ${profile.label} ${kind}${until}`;
}

/** VS Code asks the user the first time, and remembers the answer. */
async function accountNumber(
  kiwoom: KiwoomApi,
  createIfNone: true | vscode.AuthenticationGetSessionPresentationOptions,
): Promise<string> {
  const session = await vscode.authentication.getSession('kiwoom', ['mock'], { createIfNone });
  const { body } = await kiwoom.call('ka00001', {}, { session });
  return String(body.acctNo);
}

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
    vscode.commands.registerCommand('kiwoomExample.accountNumber', () =>
      tell(async () => {
        const number = await accountNumber(kiwoom, {
          detail: 'To show the number of the account.',
        });
        return `Account number: ${number}`;
      }),
    ),
    vscode.commands.registerCommand('kiwoomExample.buy', () =>
      tell(async () => `Order number: ${await buyOneShare(kiwoom)}`),
    ),
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

/** A user who says no, to VS Code or to Kiwoom REST Auth, has made no mistake: nothing is shown then. */
async function tell(work: () => Promise<string>): Promise<void> {
  try {
    void vscode.window.showInformationMessage(await work());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message === 'Canceled' || message === 'User did not consent to login.') return;
    void vscode.window.showErrorMessage(message);
  }
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

/** With real money: Kiwoom REST Auth asks the user before it sends the order. */
async function buyOneShare(kiwoom: KiwoomApi): Promise<string> {
  const session = await vscode.authentication.getSession('kiwoom', ['real'], {
    createIfNone: true,
  });
  const order = { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' };
  const { body } = await kiwoom.call('kt10000', order, { session });
  return String(body.ord_no);
}

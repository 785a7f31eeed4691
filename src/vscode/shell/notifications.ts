import * as vscode from 'vscode';
import { CancelledError, type KiwoomError, toKiwoomError } from '../../core/base/errors.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import type { CommandId } from './commandIds.ts';
import { t } from './localize.ts';
import type { ErrorAction } from './messages.ts';

export interface ErrorContext {
  /** Id or label of the account that the next steps are about. */
  readonly profile?: string | undefined;
  /** What to say before the message: whose failure it is, where that is not clear. */
  readonly about?: string | undefined;
  /** Does again what failed. */
  readonly retry?: () => Thenable<unknown>;
}

/** Shows an error with its next steps and carries out the one that is chosen. Never rejects. */
export async function showError(error: KiwoomError, context: ErrorContext = {}): Promise<void> {
  const { profile, about, retry } = context;
  const { describeError } = await import('./messages.ts');
  const { message, actions } = describeError(error, t);
  const offered = actions.filter((action) => action !== 'retry' || retry !== undefined);
  const titles = new Map(offered.map((action) => [actionTitle(action), action]));
  const text = about === undefined ? message : `${about}: ${message}`;
  try {
    const chosen = await vscode.window.showErrorMessage(text, ...titles.keys());
    const action = chosen === undefined ? undefined : titles.get(chosen);
    if (action === 'retry') await retry?.();
    else if (action !== undefined) await carryOut(action, profile);
  } catch {
    // What the button led to has its own way of failing; there is nobody here to tell.
  }
}

/**
 * For what goes on when a command is over, such as an offer that may stay for a while: nobody awaits
 * it, so its failure is shown here.
 */
export function inBackground(work: PromiseLike<unknown>, context: ErrorContext = {}): void {
  work.then(undefined, (thrown: unknown) => {
    if (!(thrown instanceof CancelledError)) void showError(toKiwoomError(thrown), context);
  });
}

function actionTitle(action: ErrorAction): string {
  switch (action) {
    case 'retry':
      return t('Try Again');
    case 'replace-keys':
      return t('Re-enter Keys');
    case 'open-portal':
      return t('Open Kiwoom Portal');
    case 'switch-profile':
      return t('Switch Account');
    case 'issue':
      return t('Issue Token');
    case 'add-profile':
      return t('Add App Key');
    case 'open-settings':
      return t('Open Settings');
    case 'show-log':
      return t('Show Log');
  }
}

async function carryOut(
  action: Exclude<ErrorAction, 'retry'>,
  profile: string | undefined,
): Promise<void> {
  const argument = profile === undefined ? undefined : { profile };
  const run = (id: CommandId | `workbench.${string}`, ...args: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(id, ...args);
  switch (action) {
    case 'replace-keys':
      await run('kiwoom.replaceKeys', argument);
      return;
    case 'open-portal':
      await vscode.env.openExternal(vscode.Uri.parse(liveServer.portal));
      return;
    case 'switch-profile':
      await run('kiwoom.switchProfile');
      return;
    case 'issue':
      await run('kiwoom.issueToken', argument);
      return;
    case 'add-profile':
      await run('kiwoom.addProfile');
      return;
    case 'open-settings':
      await run('workbench.action.openSettings', 'kiwoom.endpoints');
      return;
    case 'show-log':
      await run('kiwoom.showLog');
      return;
  }
}

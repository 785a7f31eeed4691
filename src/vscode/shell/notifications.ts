import * as vscode from 'vscode';
import { CancelledError, type KiwoomError, toKiwoomError } from '../../core/base/errors.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import type { CommandId } from './commandIds.ts';
import { t } from './localize.ts';
import type { ErrorAction } from './messages/errorText.ts';

export interface ErrorContext {
  /** Id or label of the account for the suggested actions. */
  readonly profile?: string | undefined;
  /** Prefix of the message that names the account or operation, where it is unclear. */
  readonly about?: string | undefined;
  /** Repeats the failed operation. */
  readonly retry?: () => Thenable<unknown>;
}

/** Shows an error with buttons for the suggested actions and runs the chosen one. Never rejects. */
export async function showError(error: KiwoomError, context: ErrorContext = {}): Promise<void> {
  const { profile, about, retry } = context;
  const { describeError } = await import('./messages.ts');
  const { message, actions, setting } = describeError(error, t);
  const offered = actions.filter((action) => action !== 'retry' || retry !== undefined);
  const titles = new Map(offered.map((action) => [actionTitle(action), action]));
  const text = about === undefined ? message : `${about}: ${message}`;
  try {
    const chosen = await vscode.window.showErrorMessage(text, ...titles.keys());
    const action = chosen === undefined ? undefined : titles.get(chosen);
    if (action === 'retry') await retry?.();
    else if (action !== undefined) await carryOut(action, setting, profile);
  } catch {
    // The button's own command reports its errors.
  }
}

/**
 * Runs work that may outlive its command, such as an offer in a notification: it is not awaited, so its errors
 * are shown here.
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
    case 'manage-trust':
      return t('Manage Workspace Trust');
    case 'show-log':
      return t('Show Log');
  }
}

async function carryOut(
  action: Exclude<ErrorAction, 'retry'>,
  setting: string,
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
      await run('workbench.action.openSettings', setting);
      return;
    case 'manage-trust':
      await run('workbench.trust.manage');
      return;
    case 'show-log':
      await run('kiwoom.showLog');
      return;
  }
}

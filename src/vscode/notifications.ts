import * as vscode from 'vscode';
import type { KiwoomError } from '../core/errors.ts';
import { liveServer } from '../core/liveServer.ts';
import type { CommandId } from './commandTypes.ts';
import { t } from './localize.ts';
import { describeError, type ErrorAction } from './messages.ts';

/**
 * Shows an error with its next steps and carries out the one that is chosen.
 *
 * @param retry does again what failed
 */
export async function showError(
  error: KiwoomError,
  retry?: () => Thenable<unknown>,
): Promise<void> {
  const { message, actions } = describeError(error, t);
  const offered = actions.filter((action) => action !== 'retry' || retry !== undefined);
  const titles = new Map(offered.map((action) => [actionTitle(action), action]));
  const chosen = await vscode.window.showErrorMessage(message, ...titles.keys());
  const action = chosen === undefined ? undefined : titles.get(chosen);
  if (action === 'retry') await retry?.();
  else if (action !== undefined) await carryOut(action);
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

async function carryOut(action: Exclude<ErrorAction, 'retry'>): Promise<void> {
  const run = (id: CommandId | `workbench.${string}`, ...args: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(id, ...args);
  switch (action) {
    case 'replace-keys':
      await run('kiwoom.replaceKeys');
      return;
    case 'open-portal':
      await vscode.env.openExternal(vscode.Uri.parse(liveServer.portal));
      return;
    case 'switch-profile':
      await run('kiwoom.switchProfile');
      return;
    case 'issue':
      await run('kiwoom.issueToken');
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

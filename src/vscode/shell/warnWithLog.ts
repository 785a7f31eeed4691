import * as vscode from 'vscode';
import type { CommandId } from './commandIds.ts';
import { t } from './localize.ts';
import { inBackground } from './notifications.ts';

/** Warns of something that takes more than a line to say: with a button VS Code shows all of it. */
export function warnWithLog(message: string): void {
  const showLog = t('Show Log');
  const command: CommandId = 'kiwoom.showLog';
  inBackground(
    vscode.window
      .showWarningMessage(message, showLog)
      .then((chosen) => (chosen === showLog ? vscode.commands.executeCommand(command) : undefined)),
  );
}

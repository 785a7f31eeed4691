import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';

/** Writes the setting to the user settings. @throws KiwoomError `settings-not-changed` */
export async function switchGateway(on: boolean): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('kiwoom');
  try {
    await configuration.update(
      'gateway.enabled',
      on ? true : undefined,
      vscode.ConfigurationTarget.Global,
    );
  } catch {
    throw new KiwoomError('settings-not-changed');
  }
}

/** Opens the walkthrough step about the gateway. */
export async function explainGateway(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', {
    category: 'kiwoom-rest-auth.kiwoom-rest-auth#start',
    step: 'kiwoom-rest-auth.kiwoom-rest-auth#start#gateway',
  });
}

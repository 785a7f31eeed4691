import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';

/** In the user's own settings. @throws KiwoomError `settings-not-changed` */
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

/** The step of the walkthrough that explains it. */
export async function explainGateway(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', {
    category: 'kiwoom-rest-auth.kiwoom-rest-auth#start',
    step: 'kiwoom-rest-auth.kiwoom-rest-auth#start#gateway',
  });
}

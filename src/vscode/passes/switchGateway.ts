import * as vscode from 'vscode';
import { changeSetting } from '../shell/changeSetting.ts';

/** Writes the setting to the user settings. @throws KiwoomError `settings-not-changed` */
export function switchGateway(on: boolean): Promise<void> {
  return changeSetting('gateway.enabled', on ? true : undefined);
}

/** Opens the walkthrough step about the gateway. */
export async function explainGateway(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', {
    category: 'kiwoom-rest-auth.kiwoom-rest-auth#start',
    step: 'kiwoom-rest-auth.kiwoom-rest-auth#start#gateway',
  });
}

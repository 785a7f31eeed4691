import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import { t } from '../shell/localize.ts';
import { inBackground, showError } from '../shell/notifications.ts';
import { explainGateway, switchGateway } from './switchGateway.ts';

/** The gateway is not running, so programs get neither pass nor token. */
export function tellNotStarted(reason: string, retry: () => Promise<void>): void {
  void showError(new KiwoomError('gateway-not-started', { subject: reason }), { retry });
}

/** Tells something whose meaning takes more than a line: with a button VS Code shows all of it. */
export function tellOfGateway(message: string): void {
  const explain = t('How It Works');
  inBackground(
    vscode.window
      .showInformationMessage(message, explain)
      .then((chosen) => (chosen === explain ? explainGateway() : undefined)),
  );
}

/** Either something is guessing passes, or a program is still using an expired one. */
export function tellOfWrongPasses(): void {
  const showLog = t('Show Log');
  const switchOff = t('Switch Off Gateway');
  const message = t(
    'Ten wrong passes a second reached the gateway. None went through, and more are slowed down. It may be a script that was started in another folder or days ago: start it again in a new terminal.',
  );
  inBackground(
    vscode.window.showWarningMessage(message, showLog, switchOff).then(async (chosen) => {
      if (chosen === showLog) await vscode.commands.executeCommand('kiwoom.showLog');
      if (chosen === switchOff) await switchGateway(false);
    }),
  );
}

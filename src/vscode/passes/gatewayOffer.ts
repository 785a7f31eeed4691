import * as vscode from 'vscode';
import { t } from '../shell/localize.ts';
import { settings } from '../shell/settings.ts';
import { explainGateway, switchGateway } from './switchGateway.ts';

export interface GatewayOfferParts {
  readonly globalState: vscode.Memento;
  readonly trusted: () => boolean;
}

const offeredKey = 'gateway.offered';

/** Suggests the gateway once per machine; afterwards it is found in the menu. */
export async function offerGateway({ globalState, trusted }: GatewayOfferParts): Promise<void> {
  if (settings.runsGateway() || !trusted() || globalState.get(offeredKey) === true) return;
  await globalState.update(offeredKey, true);
  const switchOn = t('Switch On Gateway');
  const explain = t('How It Works');
  const chosen = await vscode.window.showInformationMessage(
    t(
      'Let programs use a pass instead of the token? A gateway on this computer puts the token into their requests, also after it was renewed; the pass is worth nothing elsewhere. Files and scripts stay as they are.',
    ),
    switchOn,
    t('Not Now'),
    explain,
  );
  if (chosen === switchOn) await switchGateway(true);
  if (chosen === explain) await explainGateway();
}

import * as vscode from 'vscode';
import { clientIds } from '../shell/clientIds.ts';
import { t } from '../shell/localize.ts';

const offeredKey = 'kiwoom.clientsOffered';

/** Notifies the user once that no installed extension sends `.http` files, and shows those that do. */
export async function offerClients(remembered: vscode.Memento): Promise<void> {
  if (remembered.get(offeredKey) === true || !areWanted()) return;
  await remembered.update(offeredKey, true);
  const offers = new Map<string, string>([
    ['REST Client', clientIds.restClient],
    ['httpyac', clientIds.httpyac],
  ]);
  const chosen = await vscode.window.showInformationMessage(
    t('No extension here sends .http files. Install one:'),
    ...offers.keys(),
  );
  const id = chosen === undefined ? undefined : offers.get(chosen);
  if (id === undefined) return;
  await vscode.commands.executeCommand('workbench.extensions.search', `@id:${id}`);
}

function areWanted(): boolean {
  const installed = Object.values(clientIds).some(
    (id) => vscode.extensions.getExtension(id) !== undefined,
  );
  // VS Code's own setting to turn off extension recommendations.
  const ignored = vscode.workspace.getConfiguration('extensions').get('ignoreRecommendations');
  return !installed && ignored !== true;
}

import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';

/**
 * Writes one of our settings to the user settings.
 *
 * @param id without `kiwoom.`
 * @param value `undefined` removes it
 * @throws KiwoomError `settings-not-changed`, for example while settings.json has unsaved changes
 */
export async function changeSetting(id: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('kiwoom');
  try {
    await configuration.update(id, value, vscode.ConfigurationTarget.Global);
  } catch {
    throw new KiwoomError('settings-not-changed');
  }
}

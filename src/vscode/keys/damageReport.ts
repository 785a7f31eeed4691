import * as vscode from 'vscode';
import { KiwoomError } from '../../core/errors.ts';
import type { KeyStore, Log } from '../../core/ports.ts';
import { t } from '../localize.ts';
import { describeError } from '../messages.ts';

const reportedKey = 'damage.reported';

/** Says once, not at every start, that a stored app key cannot be read; the others go on working. */
export async function reportDamagedKeys(
  damagedIds: readonly string[],
  keyStore: KeyStore,
  remembered: vscode.Memento,
  log: Log,
): Promise<void> {
  const reported = remembered.get<readonly string[]>(reportedKey, []);
  const fresh = damagedIds.filter((id) => !reported.includes(id));
  if (fresh.length === 0) return;
  for (const profile of fresh) log.error('keys-damaged', { profile });
  await remembered.update(reportedKey, [...reported, ...fresh]);
  const add = t('Add App Key');
  const remove = t('Remove Damaged Entry');
  const { message } = describeError(new KiwoomError('keys-damaged'), t);
  const chosen = await vscode.window.showWarningMessage(message, add, remove);
  if (chosen === remove) for (const id of fresh) await keyStore.remove(id);
  if (chosen === add) await vscode.commands.executeCommand('kiwoom.addProfile');
}

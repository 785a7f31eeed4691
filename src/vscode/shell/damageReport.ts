import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import type { KeyStore, Log } from '../../core/model/ports.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { t } from './localize.ts';
import { describeError } from './messages.ts';
import { showError } from './notifications.ts';
import { profileName } from './words.ts';

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

/** Once: the damaged file goes, and with it the reason to report it at the next start. */
export async function reportDamagedTokens(profiles: Profiles, tokens: TokenManager): Promise<void> {
  for (const profile of profiles.all) {
    const error = tokens.lastError(profile.id);
    if (error?.code !== 'token-damaged') continue;
    void showError(error, { profile: profile.id, about: profileName(profile, t) });
    await tokens.forget(profile.id);
  }
}

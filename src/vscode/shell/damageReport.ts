import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import type { KeyStore, Log } from '../../core/model/ports.ts';
import { type KeyLosses, withLost, withReadable } from '../../core/accounts/keyLosses.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { t } from './localize.ts';
import { describeError } from './messages.ts';
import { showError } from './notifications.ts';
import { shortProfileName } from './formatting.ts';

const lossesKey = 'damage.losses';

export interface DamagedKeysParts {
  readonly profiles: Profiles;
  readonly keyStore: KeyStore;
  readonly remembered: vscode.Memento;
  readonly log: Log;
}

/**
 * Reports a stored app key that cannot be decrypted, once per loss and not at every start; the other keys keep
 * working. From the second loss on, the message names VS Code's keyring and a remedy.
 */
export async function reportDamagedKeys({
  profiles,
  keyStore,
  remembered,
  log,
}: DamagedKeysParts): Promise<void> {
  const losses = (): KeyLosses => remembered.get<KeyLosses>(lossesKey, {});
  const noteReadable = async (): Promise<void> => {
    const before = losses();
    const ids = profiles.all.map(({ id }) => id);
    const after = withReadable(before, ids);
    if (after !== before) await remembered.update(lossesKey, after);
  };
  profiles.onDidChange(() => void noteReadable());
  await noteReadable();
  const { losses: after, fresh, again } = withLost(losses(), profiles.damagedIds);
  if (fresh.length === 0) return;
  for (const profile of fresh) log.error('keys-damaged', { profile, again });
  await remembered.update(lossesKey, after);
  const add = t('Add App Key');
  const remove = t('Remove Damaged Entry');
  const { message } = describeError(new KiwoomError('keys-damaged'), t);
  const text = again ? `${message} ${aboutKeyring()}` : message;
  const chosen = await vscode.window.showWarningMessage(text, add, remove);
  if (chosen === remove) for (const id of fresh) await keyStore.remove(id);
  if (chosen === add) await vscode.commands.executeCommand('kiwoom.addProfile');
}

/** Text about the keyring that VS Code uses, which VS Code itself does not expose, and a remedy. */
function aboutKeyring(): string {
  if (vscode.env.uiKind === vscode.UIKind.Web) {
    return t(
      'In the browser, VS Code keeps keys in the browser’s storage or at its server: clearing the site’s data loses them.',
    );
  }
  if (vscode.env.remoteName !== undefined) {
    return t(
      'VS Code keeps keys in the keyring of the computer in front of you: check that it is unlocked before VS Code starts.',
    );
  }
  if (process.platform === 'win32') {
    return t(
      'VS Code encrypts keys with your Windows sign-in (DPAPI): a password that was reset, or a copied user profile, makes them unreadable.',
    );
  }
  if (process.platform === 'darwin') {
    return t(
      'VS Code keeps keys under “Code Safe Storage” in the macOS keychain: allow VS Code to use it in Keychain Access.',
    );
  }
  return t(
    'VS Code keeps keys in GNOME Keyring or KWallet: one must run and be unlocked before VS Code starts. “Preferences: Configure Runtime Arguments” chooses it with “password-store”.',
  );
}

/** Reported only once, because the damaged file is then deleted. */
export async function reportDamagedTokens(profiles: Profiles, tokens: TokenManager): Promise<void> {
  for (const profile of profiles.all) {
    const error = tokens.lastError(profile.id);
    if (error?.code !== 'token-damaged') continue;
    void showError(error, { profile: profile.id, about: shortProfileName(profile, t) });
    await tokens.forget(profile.id);
  }
}

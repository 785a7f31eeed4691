import * as vscode from 'vscode';
import type { Profile } from '../../core/model/profile.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { profileName } from '../shell/words.ts';

/**
 * Says that from now on requests move real money, with the way back.
 *
 * @param before the account that was in use; nothing is said where that was no mock account
 */
export function announceRealInUse(before: Profile | undefined, now: Profile): void {
  if (before?.environment !== 'mock' || now.environment !== 'real') return;
  inBackground(offerWayBack(before, now));
}

async function offerWayBack(before: Profile, now: Profile): Promise<void> {
  const back = t('Back to {0}', profileName(before, t));
  const chosen = await vscode.window.showWarningMessage(
    t('{0} is now in use: real money.', profileName(now, t)),
    back,
  );
  if (chosen !== back) return;
  const switchTo: CommandId = 'kiwoom.switchTo';
  await vscode.commands.executeCommand(switchTo, { profile: before.id });
}

import * as vscode from 'vscode';
import type { Profile } from '../../core/model/profile.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { inBackground } from '../shell/notifications.ts';

/**
 * Notifies the user that requests move real money from now on, with a button to switch back.
 *
 * @param before the account active until now; only a switch from a mock account is announced
 */
export function announceRealInUse(before: Profile | undefined, now: Profile): void {
  if (before?.environment !== 'mock' || now.environment !== 'real') return;
  inBackground(offerWayBack(before, now));
}

async function offerWayBack(before: Profile, now: Profile): Promise<void> {
  const back = t('Back to {0}', noticeName(before, t));
  const chosen = await vscode.window.showWarningMessage(
    t('{0} is now in use: real money.', noticeName(now, t)),
    back,
  );
  if (chosen !== back) return;
  const switchTo: CommandId = 'kiwoom.switchTo';
  await vscode.commands.executeCommand(switchTo, { profile: before.id });
}

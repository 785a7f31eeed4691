import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { CancelledError, toKiwoomError } from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { profileName, shortProfileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { showError } from '../shell/notifications.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { defineCommand } from './command.ts';
import type { Parts } from './commandParts.ts';

/** Revokes the tokens of all accounts; one that fails does not stop the others. */
export const revokeAll = defineCommand({
  id: 'kiwoom.revokeAll',
  argument: z.strictObject({
    /** Revokes the tokens of real accounts too, without asking. */
    confirmed: z.optional(z.boolean()),
  }),
  needs: 'accounts',
  run: async (
    { confirmed },
    { tokens, profiles }: Parts<'tokens' | 'profiles'>,
  ): Promise<{ readonly revoked: number; readonly failed: number }> => {
    const held = profiles.all.filter((profile) => tokens.current(profile) !== undefined);
    if (held.length > 0 && confirmed !== true) await confirmAll(held);
    let [revoked, failed] = [0, 0];
    await withProgress(t('Revoking all tokens…'), (signal) =>
      Promise.all(
        profiles.all.map(async (profile) => {
          try {
            if ((await tokens.revoke(profile, signal)) !== 'nothing-held') revoked += 1;
          } catch (thrown) {
            failed += 1;
            showFailure(profile, thrown);
          }
        }),
      ),
    );
    void vscode.window.showInformationMessage(t('Tokens revoked: {0}.', revoked));
    return { revoked, failed };
  },
});

async function confirmAll(held: readonly Profile[]): Promise<void> {
  await confirm(
    t('Revoke the tokens of all accounts?'),
    [
      ...held.map((profile) => `• ${profileName(profile, t)}`),
      t('They end at once for every program that uses these app keys.'),
    ].join('\n'),
    t('Revoke'),
  );
}

function showFailure(profile: Profile, thrown: unknown): void {
  if (thrown instanceof CancelledError) return;
  const command: CommandId = 'kiwoom.revokeToken';
  void showError(toKiwoomError(thrown), {
    about: shortProfileName(profile, t),
    profile: profile.id,
    retry: () => vscode.commands.executeCommand(command, { profile: profile.id, confirmed: true }),
  });
}

import * as vscode from 'vscode';
import * as z from 'zod/mini';
import {
  CancelledError,
  type ErrorCode,
  type KiwoomError,
  toKiwoomError,
} from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf } from '../accounts/profileSelection.ts';
import { formatShortTime, profileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { describeError } from '../shell/messages.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { warnWithLog } from '../shell/warnWithLog.ts';
import { defineCommand, text } from './command.ts';
import type { Parts } from './commandParts.ts';

type RemoveParts = Parts<'profiles' | 'tokens' | 'selection' | 'clock'>;

export const removeProfile = defineCommand({
  id: 'kiwoom.removeProfile',
  argument: z.strictObject({
    profile: z.optional(text),
    /** Whether to revoke the token first; the user is asked if not given, or if no account is named. */
    revoke: z.optional(z.boolean()),
  }),
  needs: 'accounts',
  run: async ({ profile: name, revoke }, parts: RemoveParts) => {
    const { profiles, tokens, selection, clock } = parts;
    const profile = await selection.namedOrPicked(name, t('Remove App Key'));
    // Without a named account the user is always asked, because removing keys cannot be undone.
    const answered = name === undefined ? undefined : revoke;
    const wanted =
      answered ?? (await askForRemoval(profile, tokens.current(profile) !== undefined));
    const token = tokens.current(profile);
    const refusal = wanted ? await refusalToRevoke(profile, tokens) : undefined;
    await profiles.remove(profile.id);
    await tokens.forget(profile.id);
    const removed = noticeName(profile, t);
    if (refusal === undefined || token === undefined) {
      void vscode.window.showInformationMessage(t('Removed the app key of {0}.', removed));
    } else {
      warnWithLog(
        t(
          'Removed the app key of {0}. Its token was not revoked: it is dead already, or ends at {1}.',
          removed,
          formatShortTime(token.expiresAt, clock.now(), t),
        ),
      );
    }
    return factsOf(profile);
  },
});

async function askForRemoval(profile: Profile, alive: boolean): Promise<boolean> {
  const revoke = t('Revoke and Remove');
  const buttons = alive ? [revoke, t('Remove Only')] : [t('Remove')];
  const chosen = await confirm(
    t('Remove the app key of {0}?', profileName(profile, t)),
    alive
      ? t('Its token is still valid. Revoking ends it for every program that uses this app key.')
      : t('The keys are deleted from VS Code’s secret storage. The portal is not changed.'),
    ...buttons,
  );
  return chosen === revoke;
}

/**
 * Revokes the token before its keys are removed.
 *
 * @returns the reason why it was not revoked, where retrying would not help
 * @throws CancelledError if it was not revoked and the user does not want to remove the keys anyway
 */
async function refusalToRevoke(
  profile: Profile,
  tokens: TokenManager,
): Promise<KiwoomError | undefined> {
  try {
    await withProgress(t('Revoking the token of {0}…', noticeName(profile, t)), (signal) =>
      tokens.revoke(profile, signal),
    );
  } catch (thrown) {
    if (thrown instanceof CancelledError) throw thrown;
    const error = toKiwoomError(thrown);
    if (endsTheMatter.has(error.code)) return error;
    await confirmRemovalWithoutRevoke(profile, error);
  }
  return undefined;
}

/**
 * Revocation errors where retrying would not help: the server does not know the token, or the keys are no
 * longer valid.
 */
const endsTheMatter: ReadonlySet<ErrorCode> = new Set([
  'token-invalid',
  'token-lookup-failed',
  'revoke-failed',
  'wrong-keys',
]);

async function confirmRemovalWithoutRevoke(profile: Profile, error: KiwoomError): Promise<void> {
  await confirm(
    t('The token of {0} could not be revoked. Remove the app key anyway?', profileName(profile, t)),
    describeError(error, t).message,
    t('Remove Only'),
  );
}

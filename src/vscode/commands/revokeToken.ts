import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Profile } from '../../core/model/profile.ts';
import type { RevokeOutcome } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileFacts } from '../accounts/profileSelection.ts';
import { profileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { defineCommand, text } from './command.ts';
import type { Parts } from './commandParts.ts';

/** Revokes the token of one account, with a confirmation for a real one. */
export const revokeToken = defineCommand({
  id: 'kiwoom.revokeToken',
  argument: z.strictObject({
    profile: z.optional(text),
    /** Revokes a real account's token without asking; so does a call that names the account. */
    confirmed: z.optional(z.boolean()),
  }),
  needs: 'active account',
  // A script that names a real account intends it, but a click may be a slip.
  unnamed: (argument) => ({ ...argument, confirmed: argument.confirmed ?? false }),
  run: async (
    { profile: name, confirmed = name !== undefined },
    { tokens, selection }: Parts<'tokens' | 'selection'>,
    retryWith,
  ): Promise<ProfileFacts & { readonly outcome: RevokeOutcome }> => {
    const profile = selection.namedOrActive(name);
    if (!confirmed && profile.environment === 'real') {
      await confirm(
        t('Revoke the token of {0}?', profileName(profile, t)),
        t('It ends at once for every program that uses this app key.'),
        t('Revoke'),
      );
      retryWith({ profile: profile.id, confirmed: true });
    }
    const outcome = await withProgress(
      t('Revoking the token of {0}…', noticeName(profile, t)),
      (signal) => tokens.revoke(profile, signal),
    );
    void vscode.window.showInformationMessage(revokeMessage(profile, outcome));
    return { ...factsOf(profile), outcome };
  },
});

function revokeMessage(profile: Profile, outcome: RevokeOutcome): string {
  const name = noticeName(profile, t);
  switch (outcome) {
    case 'revoked':
      return t('Revoked the token of {0}.', name);
    case 'already-dead':
      return t('Removed the dead token of {0}.', name);
    case 'nothing-held':
      return t('There was no token of {0} to revoke.', name);
  }
}

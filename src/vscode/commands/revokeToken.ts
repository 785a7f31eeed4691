import * as vscode from 'vscode';
import { CancelledError, toKiwoomError } from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { RevokeOutcome, TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import { t } from '../shell/localize.ts';
import { showError } from '../shell/notifications.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { profileName } from '../shell/formatting.ts';
import type { CommandHandlers } from './commandTypes.ts';

export interface RevokeTokenParts {
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly selection: ProfileSelection;
}

/** Revokes the token of one account or of all, with a confirmation for real accounts. */
export function revokeTokenCommands(
  parts: RevokeTokenParts,
): Pick<CommandHandlers, 'kiwoom.revokeToken' | 'kiwoom.revokeAll'> {
  const { tokens, profiles, selection } = parts;
  return {
    'kiwoom.revokeToken': async ({ profile: name, confirmed = name !== undefined }, retryWith) => {
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
        t('Revoking the token of {0}…', profileName(profile, t)),
        (signal) => tokens.revoke(profile, signal),
      );
      void vscode.window.showInformationMessage(revokeMessage(profile, outcome));
      return { ...factsOf(profile), outcome };
    },

    'kiwoom.revokeAll': async ({ confirmed }) => {
      const held = profiles.all.filter((profile) => tokens.current(profile) !== undefined);
      if (held.length > 0 && confirmed !== true) {
        await confirm(
          t('Revoke the tokens of all accounts?'),
          [
            ...held.map((profile) => `• ${profileName(profile, t)}`),
            t('They end at once for every program that uses these app keys.'),
          ].join('\n'),
          t('Revoke'),
        );
      }
      const accounts = profiles.all;
      const outcomes = await withProgress(t('Revoking all tokens…'), (signal) =>
        Promise.allSettled(accounts.map((profile) => tokens.revoke(profile, signal))),
      );
      let [revoked, failed] = [0, 0];
      outcomes.forEach((outcome, at) => {
        const profile = accounts[at];
        if (outcome.status === 'fulfilled') {
          if (outcome.value !== 'nothing-held') revoked += 1;
          return;
        }
        failed += 1;
        if (profile === undefined || outcome.reason instanceof CancelledError) return;
        void showError(toKiwoomError(outcome.reason), {
          about: profileName(profile, t),
          profile: profile.id,
          retry: () =>
            vscode.commands.executeCommand('kiwoom.revokeToken', {
              profile: profile.id,
              confirmed: true,
            }),
        });
      });
      void vscode.window.showInformationMessage(t('Tokens revoked: {0}.', revoked));
      return { revoked, failed };
    },
  };
}

function revokeMessage(profile: Profile, outcome: RevokeOutcome): string {
  const name = profileName(profile, t);
  switch (outcome) {
    case 'revoked':
      return t('Revoked the token of {0}.', name);
    case 'already-dead':
      return t('Removed the dead token of {0}.', name);
    case 'nothing-held':
      return t('There was no valid token of {0} to revoke.', name);
  }
}

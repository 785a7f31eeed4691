import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/activeProfile.ts';
import { CancelledError, toKiwoomError } from '../../core/errors.ts';
import type { Profile } from '../../core/profile.ts';
import type { Profiles } from '../../core/profiles.ts';
import { type AccessToken, sameToken } from '../../core/token.ts';
import type { IssueOutcome, RevokeOutcome, TokenManager } from '../../core/tokenManager.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import type { KeyEntry } from '../keys/keyEntry.ts';
import { t } from '../localize.ts';
import { showError } from '../notifications.ts';
import { confirm, withProgress } from '../prompts.ts';
import { settings } from '../settings.ts';
import { profileName, shortMoment } from '../words.ts';
import type { CommandHandlers, CommandResults } from './commandTypes.ts';

export interface TokenCommandParts {
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly selection: ProfileSelection;
  readonly keyEntry: KeyEntry;
}

type TokenCommand =
  'kiwoom.issueToken' | 'kiwoom.revokeToken' | 'kiwoom.revokeAll' | 'kiwoom.copyToken';

type IssueResult = CommandResults['kiwoom.issueToken'];

/** Issue, revoke, revoke all, copy. */
export function tokenCommands(parts: TokenCommandParts): Pick<CommandHandlers, TokenCommand> {
  const { tokens, profiles, active, selection, keyEntry } = parts;

  /** @param again a token to revoke first */
  const issue = async (profile: Profile, again?: AccessToken): Promise<IssueResult> => {
    const outcome = await withProgress(
      again !== undefined
        ? t('Revoking and reissuing the token of {0}…', profileName(profile, t))
        : t('Issuing a token for {0}…', profileName(profile, t)),
      (signal) =>
        again === undefined
          ? tokens.issue(profile, signal)
          : tokens.replace(profile, again, signal),
    );
    await active.use(profile);
    return announce(profile, outcome);
  };

  /** Says what came of it; the notification may outlive the command. */
  const announce = (profile: Profile, outcome: IssueOutcome): IssueResult => {
    const { token, repeated } = outcome;
    const until = shortMoment(token.expiresAt);
    if (repeated) {
      const fresh = t('Revoke and Reissue');
      void vscode.window
        .showInformationMessage(
          t(
            'Kiwoom returned the same token for {0}, valid until {1}. Revoke and reissue for a fresh 24 hours? Other programs with this app key lose the old token.',
            profileName(profile, t),
            until,
          ),
          fresh,
        )
        .then((chosen) => (chosen === fresh ? reissue(profile, token) : undefined))
        .then(undefined, (thrown: unknown) => {
          if (thrown instanceof CancelledError) return;
          void showError(toKiwoomError(thrown), { profile: profile.id });
        });
    } else {
      void vscode.window.showInformationMessage(
        t('Token issued for {0}, valid until {1}.', profileName(profile, t), until),
      );
    }
    const expiresAt = new Date(token.expiresAt).toISOString();
    return { ...factsOf(profile), expiresAt, repeated };
  };

  /** The notification stays when its token goes: what was revoked on purpose must not come back by it. */
  const reissue = async (profile: Profile, offered: AccessToken): Promise<void> => {
    const state = tokens.state(profile.id);
    const current = profiles.find(profile.id);
    const held = state.kind !== 'revoking' && 'token' in state ? state.token : undefined;
    if (current !== undefined && held !== undefined && sameToken(held, offered)) {
      await issue(current, offered);
      return;
    }
    void vscode.window.showInformationMessage(
      t(
        'The token of {0} was replaced or revoked in the meantime, so nothing was done.',
        profileName(profile, t),
      ),
    );
  };

  return {
    'kiwoom.issueToken': async ({ profile: name }) => {
      if (name !== undefined || profiles.all.length > 0) {
        return issue(selection.namedOrActive(name));
      }
      const { profile, outcome } = await keyEntry.add(t('Add App Key'), { verify: true });
      // "Save Anyway": these keys were refused a moment ago, asking again would not help.
      if (outcome === undefined) throw new CancelledError();
      return announce(profile, outcome);
    },

    'kiwoom.revokeToken': async ({ profile: name, confirmed = name !== undefined }) => {
      const profile = selection.namedOrActive(name);
      if (!confirmed && profile.environment === 'real') {
        await confirm(
          t('Revoke the token of {0}?', profileName(profile, t)),
          t('It ends at once for every program that uses this app key.'),
          t('Revoke'),
        );
      }
      const outcome = await withProgress(
        t('Revoking the token of {0}…', profileName(profile, t)),
        (signal) => tokens.revoke(profile, signal),
      );
      void vscode.window.showInformationMessage(revokeMessage(profile, outcome));
      return { ...factsOf(profile), outcome };
    },

    'kiwoom.revokeAll': async ({ confirmed }) => {
      const real = profiles.all.filter(
        (profile) => profile.environment === 'real' && tokens.current(profile) !== undefined,
      );
      if (real.length > 0 && confirmed !== true) {
        await confirm(
          t('Revoke all tokens, including those of real accounts?'),
          t('It ends at once for every program that uses this app key.'),
          t('Revoke'),
        );
      }
      const outcomes = await withProgress(t('Revoking all tokens…'), (signal) =>
        Promise.allSettled(profiles.all.map((profile) => tokens.revoke(profile, signal))),
      );
      const failures = outcomes
        .filter((outcome) => outcome.status === 'rejected')
        .map(({ reason }): unknown => reason);
      const revoked = outcomes.filter(
        (outcome) => outcome.status === 'fulfilled' && outcome.value !== 'nothing-held',
      ).length;
      const failure = failures.find((reason) => !(reason instanceof CancelledError));
      if (failure !== undefined) void showError(toKiwoomError(failure));
      void vscode.window.showInformationMessage(t('Tokens revoked: {0}.', revoked));
      return { revoked, failed: failures.length };
    },

    'kiwoom.copyToken': async ({ profile: name }) => {
      const profile = selection.namedOrActive(name);
      // Where the process variables hold no token, another extension could run this command and
      // read the clipboard instead: then it takes the user's word.
      if (!vscode.workspace.isTrusted || !settings.injectsProcessEnv()) {
        await confirm(
          t('Copy the token of {0} to the clipboard?', profileName(profile, t)),
          t('Every program and extension can read the clipboard.'),
          t('Copy Token'),
        );
      }
      const token = await withProgress(
        t('Getting the token of {0}…', profileName(profile, t)),
        (signal) => tokens.ensure(profile, signal),
      );
      await vscode.env.clipboard.writeText(token.value.reveal());
      void vscode.window.showInformationMessage(
        t(
          'The token of {0} is on the clipboard. Whoever has it can use the account until {1}.',
          profileName(profile, t),
          shortMoment(token.expiresAt),
        ),
      );
      return factsOf(profile);
    },
  };
}

function revokeMessage(profile: Profile, outcome: RevokeOutcome): string {
  const name = profileName(profile, t);
  switch (outcome) {
    case 'revoked':
      return t('Revoked the token of {0}.', name);
    case 'already-dead':
      return t('The token of {0} was already invalid and has been removed.', name);
    case 'nothing-held':
      return t('There was no valid token of {0} to revoke.', name);
  }
}

import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { CancelledError } from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import { type AccessToken, sameToken } from '../../core/model/token.ts';
import type { IssueOutcome, TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import type { KeyEntry } from '../keys/keyEntry.ts';
import { t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { withProgress } from '../shell/prompts.ts';
import { profileName, shortMoment } from '../shell/words.ts';
import type { CommandHandlers, CommandResults } from './commandTypes.ts';

export interface IssueTokenParts {
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly selection: ProfileSelection;
  readonly keyEntry: KeyEntry;
}

type IssueResult = CommandResults['kiwoom.issueToken'];

/** Asks Kiwoom for a token; without any account, for an app key first. */
export function issueTokenCommands(
  parts: IssueTokenParts,
): Pick<CommandHandlers, 'kiwoom.issueToken'> {
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
      const offer = vscode.window
        .showInformationMessage(
          t(
            'Kiwoom returned the same token for {0}, valid until {1}. Revoke and reissue for a fresh 24 hours? Other programs with this app key lose the old token.',
            profileName(profile, t),
            until,
          ),
          fresh,
        )
        .then((chosen) => (chosen === fresh ? reissue(profile, token) : undefined));
      inBackground(offer, { profile: profile.id });
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
  };
}

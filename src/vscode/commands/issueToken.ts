import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { CancelledError } from '../../core/base/errors.ts';
import type { Clock } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import { type AccessToken, sameToken } from '../../core/model/token.ts';
import type { IssueOutcome, TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import type { KeyEntry } from '../keys/keyEntry.ts';
import { t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { profileName, formatShortTime } from '../shell/formatting.ts';
import type { CommandHandlers, CommandResults } from './commandTypes.ts';
import { announceAdded } from './profileCommands.ts';

export interface IssueTokenParts {
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly selection: ProfileSelection;
  readonly keyEntry: KeyEntry;
  readonly clock: Clock;
}

type IssueResult = CommandResults['kiwoom.issueToken'];

/** Issues a token; asks for an app key first if there is no account. */
export function issueTokenCommands(
  parts: IssueTokenParts,
): Pick<CommandHandlers, 'kiwoom.issueToken'> {
  const { tokens, profiles, active, selection, keyEntry, clock } = parts;

  /** @param again token to revoke first */
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

  /** Notifies the user of the result; the notification may outlive the command. */
  const announce = (profile: Profile, outcome: IssueOutcome): IssueResult => {
    const { token, repeated } = outcome;
    const until = formatShortTime(token.expiresAt, clock.now(), t);
    const name = profileName(profile, t);
    if (repeated) {
      const fresh = t('Revoke and Reissue');
      const offer = vscode.window
        .showInformationMessage(t('{0}: still valid until {1}.', name, until), fresh)
        .then((chosen) => (chosen === fresh ? reissue(profile, token) : undefined));
      inBackground(offer, { profile: profile.id });
    } else {
      void vscode.window.showInformationMessage(
        t('Token issued for {0}, valid until {1}.', name, until),
      );
    }
    return issueFacts(profile, outcome);
  };

  /**
   * The notification outlives its token: pressing its button must not reissue one that was revoked on purpose
   * since.
   */
  const reissue = async (profile: Profile, offered: AccessToken): Promise<void> => {
    const name = profileName(profile, t);
    if (isStillHeld(profile, offered)) {
      await confirm(
        t('Revoke and reissue the token of {0}?', name),
        t(
          'Kiwoom gives a fresh 24 hours only after a revocation, which ends the token for every program that uses this app key.',
        ),
        t('Revoke and Reissue'),
      );
    }
    const current = profiles.find(profile.id);
    if (current !== undefined && isStillHeld(current, offered)) await issue(current, offered);
    else {
      void vscode.window.showInformationMessage(
        t('Nothing done: the token of {0} has changed.', name),
      );
    }
  };

  const isStillHeld = (profile: Profile, offered: AccessToken): boolean => {
    const state = tokens.state(profile.id);
    const held = state.kind !== 'revoking' && 'token' in state ? state.token : undefined;
    return held !== undefined && sameToken(held, offered);
  };

  return {
    'kiwoom.issueToken': async ({ profile: name }) => {
      if (name !== undefined || profiles.all.length > 0) {
        return issue(selection.namedOrActive(name));
      }
      const entered = await keyEntry.add(t('Add App Key'), { verify: true });
      announceAdded(entered);
      const { profile, outcome } = entered;
      // "Save Anyway": these keys were refused a moment ago, so issuing again would fail again.
      if (outcome === undefined) throw new CancelledError();
      return issueFacts(profile, outcome);
    },
  };
}

function issueFacts(profile: Profile, { token, repeated }: IssueOutcome): IssueResult {
  return { ...factsOf(profile), expiresAt: new Date(token.expiresAt).toISOString(), repeated };
}

import * as vscode from 'vscode';
import { CancelledError } from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import { type AccessToken, sameToken } from '../../core/model/token.ts';
import type { IssueOutcome } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileFacts } from '../accounts/profileSelection.ts';
import { formatShortTime, profileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { inBackground } from '../shell/notifications.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { defineCommand, profileArgument } from './command.ts';
import type { Parts } from './commandParts.ts';
import { announceAdded } from './enteredKeys.ts';

type IssueParts = Parts<'tokens' | 'profiles' | 'active' | 'selection' | 'keyEntry' | 'clock'>;

interface IssuedFacts extends ProfileFacts {
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  /** The server returned the token that was stored already. */
  readonly repeated: boolean;
}

/** Issues a token; asks for an app key first if there is no account. */
export const issueToken = defineCommand({
  id: 'kiwoom.issueToken',
  argument: profileArgument,
  needs: 'active account',
  run: async ({ profile: name }, parts: IssueParts): Promise<IssuedFacts> => {
    const { profiles, selection, keyEntry } = parts;
    if (name !== undefined || profiles.all.length > 0) {
      return issue(selection.namedOrActive(name), parts);
    }
    const entered = await keyEntry.add(t('Add App Key'), { verify: true });
    announceAdded(entered);
    const { profile, outcome } = entered;
    // "Save Anyway": these keys were refused a moment ago, so issuing again would fail again.
    if (outcome === undefined) throw new CancelledError();
    return issuedFacts(profile, outcome);
  },
});

/** @param again token to revoke first */
async function issue(
  profile: Profile,
  parts: IssueParts,
  again?: AccessToken,
): Promise<IssuedFacts> {
  const { tokens, active } = parts;
  const name = noticeName(profile, t);
  const outcome = await withProgress(
    again === undefined
      ? t('Issuing a token for {0}…', name)
      : t('Revoking and reissuing the token of {0}…', name),
    (signal) =>
      again === undefined ? tokens.issue(profile, signal) : tokens.replace(profile, again, signal),
  );
  await active.use(profile);
  announce(profile, outcome, parts);
  return issuedFacts(profile, outcome);
}

/** Notifies the user of the result; the notification may outlive the command. */
function announce(profile: Profile, { token, repeated }: IssueOutcome, parts: IssueParts): void {
  const until = formatShortTime(token.expiresAt, parts.clock.now(), t);
  const name = noticeName(profile, t);
  if (!repeated) {
    void vscode.window.showInformationMessage(t('{0}: new token until {1}.', name, until));
    return;
  }
  const fresh = t('Revoke and Reissue');
  const offer = vscode.window
    .showInformationMessage(t('{0}: still valid until {1}.', name, until), fresh)
    .then((chosen) => (chosen === fresh ? reissue(profile, token, parts) : undefined));
  inBackground(offer, { profile: profile.id });
}

/**
 * The notification outlives its token: pressing its button must not reissue one that was revoked on purpose
 * since.
 */
async function reissue(profile: Profile, offered: AccessToken, parts: IssueParts): Promise<void> {
  if (isStillHeld(profile, offered, parts)) {
    await confirm(
      t('Revoke and reissue the token of {0}?', profileName(profile, t)),
      t(
        'Kiwoom gives a fresh 24 hours only after a revocation, which ends the token for every program that uses this app key.',
      ),
      t('Revoke and Reissue'),
    );
  }
  const current = parts.profiles.find(profile.id);
  if (current !== undefined && isStillHeld(current, offered, parts)) {
    await issue(current, parts, offered);
  } else {
    void vscode.window.showInformationMessage(
      t('Nothing done: token of {0} has changed.', noticeName(profile, t)),
    );
  }
}

function isStillHeld({ id }: Profile, offered: AccessToken, { tokens }: IssueParts): boolean {
  const state = tokens.state(id);
  const held = state.kind !== 'revoking' && 'token' in state ? state.token : undefined;
  return held !== undefined && sameToken(held, offered);
}

function issuedFacts(profile: Profile, { token, repeated }: IssueOutcome): IssuedFacts {
  return { ...factsOf(profile), expiresAt: new Date(token.expiresAt).toISOString(), repeated };
}

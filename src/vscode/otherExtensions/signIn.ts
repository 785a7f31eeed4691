import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { environments } from '../../core/model/environment.ts';
import { CancelledError, KiwoomError, toKiwoomError } from '../../core/base/errors.ts';
import type { Log } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { ServerClock } from '../../core/time/serverClock.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { profileChoices } from '../accounts/profileChoices.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { CommandResult } from '../commands/commandSet.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { choose, confirm, withProgress } from '../shell/prompts.ts';
import { profileName } from '../shell/formatting.ts';
import type { AccountSessions } from './accountSessions.ts';
import { publicError } from './publicError.ts';

export interface SignInParts {
  readonly sessions: AccountSessions;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly clock: ServerClock;
  readonly ready: () => Promise<void>;
  readonly trusted: () => boolean;
  readonly log: Log;
}

/**
 * Signing in and out in VS Code's Accounts menu, after the user's consent: signing in issues a token, signing
 * out offers to revoke it. App keys are only removed by their own command.
 */
export class SignIn {
  readonly #parts: SignInParts;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** @throws Error with a localized message; CancellationError */
  create(
    scopes: readonly string[],
    accountId: string | undefined,
  ): Promise<vscode.AuthenticationSession> {
    return this.#forVsCode('sign-in-failed', async () => {
      const { sessions, tokens, trusted, ready } = this.#parts;
      if (!trusted()) throw new KiwoomError('untrusted-workspace');
      await ready();
      const profile = await this.#profile(scopes, accountId);
      const token = await withProgress(
        t('Getting the token of {0}…', noticeName(profile, t)),
        (signal) => tokens.ensureForUser(profile, signal),
      );
      return sessions.of(profile, token, scopes);
    });
  }

  /** VS Code removes its own record of the allowed extensions. */
  remove(sessionId: string): Promise<void> {
    return this.#forVsCode('sign-out-failed', async () => {
      const { profiles, tokens, ready } = this.#parts;
      await ready();
      const profile = profiles.find(sessionId);
      if (profile === undefined || tokens.current(profile) === undefined) return;
      const revoke = t('Revoke Token');
      const chosen = await confirm(
        t('Revoke the token of {0} too?', profileName(profile, t)),
        t(
          'Revoking ends it at once for every program that uses this app key. If you keep it, requests in .http files go on; other extensions have to ask you again, but one that already has the token can use it until it expires. The app key stays stored either way.',
        ),
        revoke,
        t('Keep Token'),
      );
      if (chosen !== revoke) return;
      await withProgress(t('Revoking the token of {0}…', noticeName(profile, t)), (signal) =>
        tokens.revoke(profile, signal),
      );
    });
  }

  async #profile(scopes: readonly string[], accountId: string | undefined): Promise<Profile> {
    const { sessions, active, tokens, clock } = this.#parts;
    const fitting = sessions.fitting(scopes, accountId);
    const [only] = fitting;
    if (only === undefined) return this.#added(scopes, accountId);
    if (fitting.length === 1) return only;
    const state = tokens.state.bind(tokens);
    return choose({
      title: t('Which account may the extension use?'),
      items: profileChoices(fitting, active.current, state, clock.now()),
    });
  }

  /** Offers to add an account where none matches and any would do. */
  async #added(scopes: readonly string[], accountId: string | undefined): Promise<Profile> {
    const wanted = new Set(scopes);
    const [environment, other] = environments.filter((each) => wanted.delete(each));
    if (other !== undefined) {
      throw new KiwoomError('invalid-arguments', { subject: scopes.join(', ') });
    }
    const subject = accountId ?? [...wanted][0];
    if (subject !== undefined) throw new KiwoomError('unknown-profile', { subject });
    const argument = { verify: true, ...(environment === undefined ? {} : { environment }) };
    const added = await vscode.commands.executeCommand<CommandResult<'kiwoom.addProfile'>>(
      'kiwoom.addProfile' satisfies CommandId,
      argument,
    );
    if (!added.ok) throw new CancelledError();
    return this.#parts.profiles.named(added.profile);
  }

  /** Converts errors to localized text, because the calling extension gets them. */
  async #forVsCode<T>(event: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof CancelledError) throw new vscode.CancellationError();
      const error = toKiwoomError(thrown);
      this.#parts.log.warn(event, { error: error.message, subject: error.details.subject });
      throw publicError(error);
    }
  }
}

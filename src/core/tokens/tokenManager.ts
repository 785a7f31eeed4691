import { CancelledError, KiwoomError, throwIfCancelled, toKiwoomError } from '../base/errors.ts';
import type { Disposable } from '../base/event.ts';
import { OperationQueue } from '../base/operationQueue.ts';
import type { AppKeys, Profile } from '../model/profile.ts';
import { SharedFlight } from '../base/sharedFlight.ts';
import { type AccessToken, sameToken } from '../model/token.ts';
import { tokenOf } from '../model/tokenRecord.ts';
import {
  type IssueOutcome,
  type IssueOptions,
  type RevokeOutcome,
  type TokenManagerParts,
  isNewEnough,
  TokenOperations,
} from './tokenOperations.ts';
import { TokenRecords } from './tokenRecords.ts';
import { begun, ended, rejected } from './tokenTransitions.ts';
import { type TokenState, tokenState, usableToken } from '../model/tokenState.ts';

interface IssueFlight {
  readonly kind: 'issuing';
  readonly flight: SharedFlight<IssueOutcome>;
  /** Whether a revocation runs first, so that the current token must not be handed out. */
  readonly behindRevoke: boolean;
}

interface RevokeFlight {
  readonly kind: 'revoking';
  readonly flight: SharedFlight<RevokeOutcome>;
}

interface StartOptions<T> {
  readonly recorded?: boolean;
  readonly instead?: () => Promise<T | undefined>;
}

const never = new AbortController().signal;

/**
 * The only way to a token. Per profile, one operation runs at a time; overlapping issues share one
 * flight.
 *
 * Operations reject with {@link KiwoomError} (also kept as the profile's last error) or with {@link
 * CancelledError}, which leaves the record unchanged.
 */
export class TokenManager {
  readonly #parts: TokenManagerParts;
  readonly #records: TokenRecords;
  readonly #operations: TokenOperations;
  readonly #queue = new OperationQueue();
  /** Each profile's last unfinished issue or revocation: the only one that may be joined. */
  readonly #last = new Map<string, IssueFlight | RevokeFlight>();

  constructor(parts: TokenManagerParts) {
    this.#parts = parts;
    this.#records = new TokenRecords((thrown) => {
      parts.log.error('listener-failed', { error: toKiwoomError(thrown).message });
    });
    this.#operations = new TokenOperations(parts, this.#records);
  }

  /** Subscribes to changes of a profile's state or last error, emitted before operations resolve. */
  onDidChange(listener: (profileId: string) => void): Disposable {
    return this.#records.onDidChange(listener);
  }

  state(profileId: string): TokenState {
    return tokenState(this.#records.get(profileId), this.#parts.clock.now());
  }

  /** Earliest time of the next automatic request, if it has to wait. */
  nextIssueAt(profileId: string): number | undefined {
    return this.#operations.budget.allowedAt(profileId);
  }

  lastError(profileId: string): KiwoomError | undefined {
    return this.#records.get(profileId).lastError;
  }

  /** Origin of the profile's server, or `undefined` if the setting names none that is allowed. */
  host(profile: Profile): string | undefined {
    return this.#operations.host(profile);
  }

  /** The token that a request may use right now; never requests one. */
  current(profile: Profile): AccessToken | undefined {
    const token = usableToken(this.state(profile.id));
    return token?.host === this.host(profile) ? token : undefined;
  }

  /** A token that is valid with a margin: the held one, the stored one or a new one, in this order. */
  async ensure(profile: Profile, signal?: AbortSignal): Promise<AccessToken> {
    throwIfCancelled(signal);
    const last = this.#last.get(profile.id);
    const ending = last?.kind === 'revoking' || last?.behindRevoke === true;
    const held = ending ? undefined : this.#operations.held(profile);
    if (held !== undefined) return held;
    const { token } = await this.#joinIssue(profile, {}, signal);
    // The machine may have slept between the server's reply and this line.
    if (token.expiresAt > this.#parts.clock.now()) return token;
    return (await this.#joinIssue(profile, {}, signal)).token;
  }

  /** Same for a user's command, which ignores the limit of automatic requests. */
  async ensureForUser(profile: Profile, signal?: AbortSignal): Promise<AccessToken> {
    try {
      return await this.ensure(profile, signal);
    } catch (thrown) {
      if (!isPaused(thrown)) throw thrown;
      return (await this.issue(profile, signal)).token;
    }
  }

  /**
   * Requests a token even while a valid one is held; one that another window received meanwhile
   * suffices.
   */
  async issue(profile: Profile, signal?: AbortSignal): Promise<IssueOutcome> {
    const askedAt = this.#parts.clock.wall();
    for (;;) {
      throwIfCancelled(signal);
      try {
        const outcome = await this.#joinIssue(profile, { askedAt }, signal);
        // A joined issue may have returned an older token from the store.
        if (outcome.asked || isNewEnough(outcome.token, askedAt)) return outcome;
      } catch (thrown) {
        // A joined automatic issue may be paused; this one may not.
        if (!isPaused(thrown)) throw thrown;
      }
    }
  }

  /**
   * Tests keys by issuing with them before they are stored. Neither the token nor a failure is recorded:
   * {@link adopt} makes it the profile's. A token that is not adopted is left to expire, as another
   * program with the same app key may be using it.
   */
  async tryKeys(profile: Profile, keys: AppKeys, signal?: AbortSignal): Promise<AccessToken> {
    throwIfCancelled(signal);
    const work = (inner: AbortSignal): Promise<AccessToken> =>
      this.#operations.tryKeys(profile, keys, inner);
    return this.#start(profile, 'issuing', work, { recorded: false }).join(signal);
  }

  /** Makes a token from {@link tryKeys} the profile's, once its keys are stored. */
  adopt(profile: Profile, token: AccessToken): Promise<IssueOutcome> {
    return this.#alone(profile.id, () => this.#operations.adopt(profile, token));
  }

  /** Revokes the token at the server, for every program that uses the same key. */
  async revoke(profile: Profile, signal?: AbortSignal): Promise<RevokeOutcome> {
    throwIfCancelled(signal);
    const last = this.#last.get(profile.id);
    if (last?.kind === 'revoking' && last.flight.open) return last.flight.join(signal);
    return this.#startRevoke(profile, (inner) => this.#operations.revoke(profile, inner)).join(
      signal,
    );
  }

  /**
   * Revokes the token while no window is open: it is stored as dead, so that the next start renews it.
   */
  async suspend(profile: Profile, signal?: AbortSignal): Promise<RevokeOutcome> {
    throwIfCancelled(signal);
    return this.#startRevoke(profile, (inner) => this.#operations.suspend(profile, inner)).join(
      signal,
    );
  }

  /**
   * Issues a token with a fresh 24 h: revokes `token` first, because issuing alone would return it. If
   * another window replaced it meanwhile, its new token is the outcome. If the issue fails after the
   * revocation, the token counts as rejected.
   */
  async replace(profile: Profile, token: AccessToken, signal?: AbortSignal): Promise<IssueOutcome> {
    throwIfCancelled(signal);
    return this.#startIssue(profile, { replaces: token }).join(signal);
  }

  /**
   * Marks a token as rejected after a request was refused because of it. Has no effect on a newer
   * token. The rejection is stored for other windows before the promise resolves.
   */
  async reject(profile: Profile, token: AccessToken, reason: KiwoomError): Promise<void> {
    const held = tokenOf(this.#records.get(profile.id).held);
    if (held === undefined || !sameToken(held, token)) return;
    const fields = this.#operations.fields(profile, reason);
    this.#parts.log.warn('token-rejected', fields);
    // Queued before listeners are notified, so that an issue they request runs after it.
    const told = this.#alone(profile.id, () => this.#operations.storeRejection(profile, token));
    this.#records.apply(profile.id, rejected(token, reason));
    try {
      await told;
    } catch {
      // Other windows will get their own refusal.
      this.#parts.log.warn('rejection-not-stored', fields);
    }
  }

  /**
   * Loads the stored token, at start and when another window wrote. Never rejects: an unreadable entry
   * becomes the profile's last error, and costs one issue.
   */
  async load(profile: Profile): Promise<void> {
    try {
      await this.#queue.run(profile.id, () => this.#operations.load(profile));
    } catch (thrown) {
      this.#operations.fail(profile, 'token-load-failed', toKiwoomError(thrown));
    }
  }

  /** Removes the profile's token from this machine without revoking it. */
  forget(profileId: string): Promise<void> {
    return this.#alone(profileId, () => this.#operations.forget(profileId));
  }

  /** Writes the held token to the store: after its keys were replaced, or the storage setting changed. */
  store(profile: Profile): Promise<void> {
    return this.#alone(profile.id, () => this.#operations.store(profile));
  }

  #joinIssue(
    profile: Profile,
    options: IssueOptions,
    signal: AbortSignal | undefined,
  ): Promise<IssueOutcome> {
    const last = this.#last.get(profile.id);
    if (last?.kind === 'issuing' && last.flight.open) return last.flight.join(signal);
    return this.#startIssue(profile, options).join(signal);
  }

  #startRevoke(
    profile: Profile,
    work: (signal: AbortSignal) => Promise<RevokeOutcome>,
  ): SharedFlight<RevokeOutcome> {
    const flight = this.#start(profile, 'revoking', work);
    this.#last.set(profile.id, { kind: 'revoking', flight });
    return flight;
  }

  #startIssue(profile: Profile, options: IssueOptions): SharedFlight<IssueOutcome> {
    const last = this.#last.get(profile.id);
    const behindRevoke =
      options.replaces !== undefined || last?.kind === 'revoking' || last?.behindRevoke === true;
    const flight = this.#start(
      profile,
      'issuing',
      (inner) => this.#operations.issue(profile, options, inner),
      { instead: () => this.#operations.find(profile, options) },
    );
    this.#last.set(profile.id, { kind: 'issuing', flight, behindRevoke });
    return flight;
  }

  /**
   * Runs `work` after the profile's earlier operations, under the lock.
   *
   * @param recorded whether it concerns the profile as it is stored: its activity and failure are shown
   * @param instead ends the wait for the lock
   */
  #start<T>(
    profile: Profile,
    activity: 'issuing' | 'revoking',
    work: (signal: AbortSignal) => Promise<T>,
    { recorded = true, instead }: StartOptions<T> = {},
  ): SharedFlight<T> {
    const { id } = profile;
    const end = (error?: KiwoomError): void => {
      if (this.#last.get(id)?.flight === flight) this.#last.delete(id);
      if (recorded) this.#records.apply(id, ended(error));
    };
    const flight = new SharedFlight<T>((signal) =>
      this.#queue.run(id, async () => {
        try {
          throwIfCancelled(signal);
          if (recorded) this.#records.apply(id, begun(activity));
          const result = await this.#parts.lock.run(id, signal, () => work(signal), instead);
          end();
          return result;
        } catch (thrown) {
          if (thrown instanceof CancelledError || signal.aborted) {
            end();
            throw new CancelledError();
          }
          const error = toKiwoomError(thrown);
          this.#parts.log.warn(`${activity}-failed`, this.#operations.fields(profile, error));
          end(error);
          throw error;
        }
      }),
    );
    return flight;
  }

  /** Runs in the profile's queue and under the lock, without an activity. */
  #alone<T>(profileId: string, work: () => Promise<T>): Promise<T> {
    return this.#queue.run(profileId, () => this.#parts.lock.run(profileId, never, work));
  }
}

function isPaused(thrown: unknown): boolean {
  if (!(thrown instanceof KiwoomError)) return false;
  return thrown.code === 'issue-paused' || thrown.code === 'token-replaced';
}

export type { IssueOutcome, RevokeOutcome, TokenManagerParts } from './tokenOperations.ts';

import { KiwoomError, throwIfCancelled } from '../base/errors.ts';
import { expiryMarginMs } from '../model/liveServer.ts';
import type {
  IssueLedger,
  KeyStore,
  Lock,
  Log,
  LogFields,
  TokenApi,
  TokenStore,
} from '../model/ports.ts';
import type { AppKeys, Profile } from '../model/profile.ts';
import type { ServerClock } from '../time/serverClock.ts';
import { type AccessToken, sameToken } from '../model/token.ts';
import { IssueBudget, type IssueCause } from './issueBudget.ts';
import { tokenOf } from '../model/tokenRecord.ts';
import { TokenStoreSync } from './tokenStoreSync.ts';
import type { TokenRecords } from './tokenRecords.ts';
import {
  failed,
  issued,
  retired,
  revoked,
  revokedButNotRemoved,
  revokeUnanswered,
} from './tokenTransitions.ts';

export interface TokenManagerParts {
  readonly clock: ServerClock;
  readonly api: TokenApi;
  readonly keyStore: KeyStore;
  readonly tokenStore: TokenStore;
  readonly lock: Lock;
  readonly log: Log;
  /** Without a ledger, paused requests are counted in this window only. */
  readonly issueLedger?: IssueLedger;
}

export interface IssueOutcome {
  readonly token: AccessToken;
  /** `false`: another window had issued meanwhile and no request was sent. */
  readonly asked: boolean;
  /** Whether the server returned the held token again, with its old expiry. */
  readonly repeated: boolean;
}

export type RevokeOutcome = 'revoked' | 'already-dead' | 'nothing-held';

/** Options of an issue. */
export interface IssueOptions {
  /**
   * Requires a request even if the store has a valid token, unless another window received that token
   * after this time of the machine's wall clock.
   */
  readonly askedAt?: number;
  /** A token to revoke first, if it is still the held one. */
  readonly replaces?: AccessToken;
}

/**
 * Operations on a profile's token. Each method must run exclusively: the token manager calls it in the
 * profile's queue, and under the lock if it changes the token store.
 */
export class TokenOperations {
  readonly #parts: TokenManagerParts;
  readonly #records: TokenRecords;
  readonly #storeSync: TokenStoreSync;
  /** Limit of the issue requests. */
  readonly budget: IssueBudget;

  constructor(parts: TokenManagerParts, records: TokenRecords) {
    this.#parts = parts;
    this.#records = records;
    this.budget = new IssueBudget({ ...parts, ledger: parts.issueLedger });
    this.#storeSync = new TokenStoreSync({
      ...parts,
      records,
      fail: (profile, code, details) => {
        this.fail(profile, code, new KiwoomError(code, details));
      },
    });
  }

  /**
   * The outcome of an issue whose token another window or machine has received meanwhile. Needs no lock.
   */
  async find(profile: Profile, options: IssueOptions): Promise<IssueOutcome | undefined> {
    await this.load(profile);
    return this.#found(profile, options);
  }

  async issue(profile: Profile, options: IssueOptions, signal: AbortSignal): Promise<IssueOutcome> {
    const keys = await this.#parts.keyStore.keys(profile.id);
    const before = this.#records.get(profile.id).held;
    await this.#storeSync.read(profile, keys);
    const { held } = this.#records.get(profile.id);
    // Another window revoked the token, and a call that was on its way is refused for it: no reason to bring it back.
    if (before.kind === 'dead' && held.kind === 'none' && causeOf(options) === 'itself') {
      throw before.reason;
    }
    if (options.replaces !== undefined) await this.#retire(profile, keys, options.replaces, signal);
    const found = this.#found(profile, options);
    if (found !== undefined) return found;
    const token = await this.#request(profile, keys, causeOf(options), signal);
    return this.#take(profile, keys, token);
  }

  /** Requests a token with keys that are not stored; it is not the profile's yet. */
  tryKeys(profile: Profile, keys: AppKeys, signal: AbortSignal): Promise<AccessToken> {
    return this.#request(profile, keys, 'trial', signal);
  }

  /** Makes `token` the profile's, after the keys that it was requested with were stored. */
  async adopt(profile: Profile, token: AccessToken): Promise<IssueOutcome> {
    return this.#take(profile, await this.#parts.keyStore.keys(profile.id), token);
  }

  async revoke(profile: Profile, signal: AbortSignal): Promise<RevokeOutcome> {
    const { api, keyStore, tokenStore, clock } = this.#parts;
    const keys = await keyStore.keys(profile.id);
    await this.#storeSync.read(profile, keys);
    const token = tokenOf(this.#records.get(profile.id).held);
    const alive = token !== undefined && token.expiresAt > clock.now();
    // A refused endpoint setting is reported here, so that a typo does not discard the token.
    const outcome =
      alive && token.host === api.host(profile.environment)
        ? await this.#revokeAtServer(profile, keys, token, signal)
        : 'nothing-held';
    try {
      await tokenStore.remove(profile.id);
      this.#records.apply(profile.id, revoked);
    } catch {
      this.#records.apply(profile.id, revokedButNotRemoved);
      this.fail(profile, 'token-not-removed', new KiwoomError('token-not-removed'));
    }
    return outcome;
  }

  async suspend(profile: Profile, signal: AbortSignal): Promise<RevokeOutcome> {
    const keys = await this.#parts.keyStore.keys(profile.id);
    await this.#storeSync.read(profile, keys);
    const { held } = this.#records.get(profile.id);
    if (held.kind !== 'live' || !this.#isRevocable(profile, held.token)) return 'nothing-held';
    await this.#retire(profile, keys, held.token, signal);
    return 'revoked';
  }

  /** Updates the record from the store, as another window may have issued or revoked. */
  async load(profile: Profile): Promise<void> {
    await this.#storeSync.read(profile, await this.#parts.keyStore.keys(profile.id));
  }

  /** Writes the held token to the store. */
  async store(profile: Profile): Promise<void> {
    const keys = await this.#parts.keyStore.keys(profile.id);
    const { held } = this.#records.get(profile.id);
    if (held.kind !== 'none') {
      await this.#storeSync.write(profile, keys, held.token, held.kind === 'dead');
    }
  }

  /** Stores that a token is dead, unless another window has a newer one. */
  async storeRejection(profile: Profile, token: AccessToken): Promise<void> {
    const { keyStore, tokenStore } = this.#parts;
    const keys = await keyStore.keys(profile.id);
    const stored = await tokenStore.read(profile.id, keys);
    if (stored.kind === 'token' && !sameToken(stored.token, token)) return;
    await this.budget.died(profile.id, token.expiresAt);
    if (stored.kind === 'token') await tokenStore.write(profile.id, keys, token, true);
  }

  async forget(profileId: string): Promise<void> {
    this.#records.delete(profileId);
    await this.#parts.tokenStore.remove(profileId, 'forgotten');
    await this.budget.forget(profileId);
  }

  /** The token that may be handed out, valid with a margin. */
  held(profile: Profile): AccessToken | undefined {
    const { held } = this.#records.get(profile.id);
    if (held.kind !== 'live') return undefined;
    const { token, repeated } = held;
    // The server keeps returning this token until its expiry, so there is no better one.
    const margin = repeated ? 0 : expiryMarginMs;
    const alive = token.expiresAt - margin > this.#parts.clock.now();
    return alive && token.host === this.host(profile) ? token : undefined;
  }

  /** Origin of the profile's server, or `undefined` if the setting names none that is allowed. */
  host(profile: Profile): string | undefined {
    try {
      return this.#parts.api.host(profile.environment);
    } catch {
      return undefined;
    }
  }

  fail(profile: Profile, event: string, error: KiwoomError): void {
    this.#parts.log.warn(event, this.fields(profile, error));
    this.#records.apply(profile.id, failed(error));
  }

  fields(profile: Profile, error?: KiwoomError): LogFields {
    const fields = { profile: profile.id, environment: profile.environment };
    if (error === undefined) return fields;
    const { httpStatus, subject } = error.details;
    return { ...fields, error: error.message, httpStatus, subject };
  }

  #found(profile: Profile, { askedAt, replaces }: IssueOptions): IssueOutcome | undefined {
    const token = this.held(profile);
    if (token === undefined || !isNewEnough(token, askedAt)) return undefined;
    if (replaces !== undefined && sameToken(token, replaces)) return undefined;
    return { token, asked: false, repeated: false };
  }

  /** Revokes the token that is to be replaced, unless another window has done so. */
  async #retire(
    profile: Profile,
    keys: AppKeys,
    replaced: AccessToken,
    signal: AbortSignal,
  ): Promise<void> {
    const { held } = this.#records.get(profile.id);
    if (held.kind === 'none' || !sameToken(held.token, replaced)) return;
    const { token } = held;
    if (held.kind === 'live' && this.#isRevocable(profile, token)) {
      await this.#revokeAtServer(profile, keys, token, signal);
    }
    // Stored as dead, so that the next start replaces it even if this process ends right here.
    this.#records.apply(profile.id, retired(token));
    await this.#storeSync.write(profile, keys, token, true);
  }

  /** Whether the settings still name the token's server: a revocation sends the keys to it. */
  #isRevocable(profile: Profile, token: AccessToken): boolean {
    return token.expiresAt > this.#parts.clock.now() && token.host === this.host(profile);
  }

  async #revokeAtServer(
    profile: Profile,
    keys: AppKeys,
    token: AccessToken,
    signal: AbortSignal,
  ): Promise<RevokeOutcome> {
    throwIfCancelled(signal);
    let outcome: RevokeOutcome = 'revoked';
    try {
      await this.#parts.api.revoke(keys, token, signal);
    } catch (thrown) {
      const { held } = this.#records.get(profile.id);
      const doubtful = held.kind === 'dead' || (held.kind === 'live' && held.revokeSent);
      if (!provesDead(thrown, doubtful)) {
        // The revocation may have succeeded without an answer.
        if (!isRefusal(thrown)) this.#records.apply(profile.id, revokeUnanswered(token));
        throw thrown;
      }
      outcome = 'already-dead';
    }
    this.#parts.log.info('token-revoked', { ...this.fields(profile), outcome });
    return outcome;
  }

  async #request(
    profile: Profile,
    keys: AppKeys,
    cause: IssueCause,
    signal: AbortSignal,
  ): Promise<AccessToken> {
    const { api, clock } = this.#parts;
    throwIfCancelled(signal);
    return this.budget.run(profile.id, cause, async () => {
      const sentAt = clock.monotonic();
      const answer = await api.issue(profile.environment, keys, signal);
      clock.observeIssue(answer, sentAt);
      const { value, expiresAt, host } = answer;
      const receivedAt = clock.now();
      if (expiresAt <= receivedAt) throw new KiwoomError('expired-on-arrival');
      return { value, expiresAt, host, receivedAt, clockAheadMs: clock.aheadMs };
    });
  }

  /** Records and stores an issued token, which may be the held one again. */
  async #take(profile: Profile, keys: AppKeys, answer: AccessToken): Promise<IssueOutcome> {
    const before = tokenOf(this.#records.get(profile.id).held);
    const repeated = before !== undefined && sameToken(before, answer);
    const token = repeated ? { ...answer, receivedAt: before.receivedAt } : answer;
    this.#records.apply(profile.id, issued(token, repeated));
    const { expiresAt } = token;
    this.#parts.log.info('token-issued', { ...this.fields(profile), expiresAt, repeated });
    await this.#storeSync.write(profile, keys, token, false);
    return { token, asked: true, repeated };
  }
}

/**
 * Whether a failed revocation proves that the token is dead. The live server's reply to the revocation
 * of a dead token is unpublished. 8005 says that it is dead; 8015 (could not revoke) proves it only for
 * a token that was refused or perhaps revoked before.
 */
function provesDead(thrown: unknown, doubtful: boolean): boolean {
  if (!(thrown instanceof KiwoomError)) return false;
  return thrown.code === 'token-invalid' || (thrown.code === 'revoke-failed' && doubtful);
}

/** Whether the server read the request and refused it. */
function isRefusal(thrown: unknown): boolean {
  return thrown instanceof KiwoomError && thrown.details.returnCode !== undefined;
}

/** A replacement has revoked its token already, so it counts as the user's and is not delayed. */
function causeOf({ askedAt, replaces }: IssueOptions): IssueCause {
  return askedAt !== undefined || replaces !== undefined ? 'user' : 'itself';
}

/**
 * Whether the token was received after `askedAt`. It compares wall-clock times, because the windows of
 * a machine share that clock but not their estimates of the server's.
 */
export function isNewEnough(token: AccessToken, askedAt: number | undefined): boolean {
  return askedAt === undefined || token.receivedAt - token.clockAheadMs > askedAt;
}

import { CancelledError, KiwoomError, throwIfCancelled, toKiwoomError } from './errors.ts';
import type { Unsubscribe } from './event.ts';
import { expiryMarginMs } from './liveServer.ts';
import type { IssuedToken, KeyStore, Lock, Log, LogFields, TokenApi, TokenStore } from './ports.ts';
import type { AppKeys, Profile } from './profile.ts';
import type { ServerClock } from './serverClock.ts';
import { SharedFlight } from './singleFlight.ts';
import { type AccessToken, sameToken } from './token.ts';
import { TokenRecords } from './tokenRecords.ts';
import { type TokenState, tokenState, usableToken } from './tokenState.ts';

export interface TokenManagerParts {
  readonly clock: ServerClock;
  readonly api: TokenApi;
  readonly keyStore: KeyStore;
  readonly tokenStore: TokenStore;
  readonly lock: Lock;
  readonly log: Log;
}

export interface IssueOutcome {
  readonly token: AccessToken;
  /** `false`: another window had issued meanwhile and nothing was asked. */
  readonly asked: boolean;
  /** The server gave back the token that was held already, with its old expiry. */
  readonly repeated: boolean;
}

export type RevokeOutcome = 'revoked' | 'already-dead' | 'nothing-held';

interface IssueOperation {
  readonly kind: 'issuing';
  readonly flight: SharedFlight<IssueOutcome>;
  /** A revoke runs first, so the token held now is not the one to hand out. */
  readonly behindRevoke: boolean;
  /** Set by a caller who wants the server's answer even if a valid token turns up in the store. */
  mustAsk: boolean;
  /** Keys on trial, not in the key store yet. */
  readonly keys?: AppKeys;
  /** A token to revoke first, if it is still the one that is held by then. */
  readonly replaces?: AccessToken;
}

interface RevokeOperation {
  readonly kind: 'revoking';
  readonly flight: SharedFlight<RevokeOutcome>;
}

/**
 * The only way to a token. Per profile, one operation runs at a time; issues that overlap are one.
 *
 * Operations reject with {@link KiwoomError} (also kept as the profile's last error) or with
 * {@link CancelledError}, after which everything is as before the call.
 */
export class TokenManager {
  readonly #parts: TokenManagerParts;
  readonly #records: TokenRecords;
  /** The last operation of each profile's queue: the only one that may be joined. */
  readonly #last = new Map<string, IssueOperation | RevokeOperation>();

  constructor(parts: TokenManagerParts) {
    this.#parts = parts;
    this.#records = new TokenRecords((thrown) => {
      parts.log.error('listener-failed', { error: toKiwoomError(thrown).message });
    });
  }

  /** Called with a profile's id after its state or last error changed, before operations resolve. */
  onDidChange(listener: (profileId: string) => void): Unsubscribe {
    return this.#records.onDidChange(listener);
  }

  state(profileId: string): TokenState {
    return tokenState(this.#records.get(profileId), this.#parts.clock.now());
  }

  lastError(profileId: string): KiwoomError | undefined {
    return this.#records.get(profileId).lastError;
  }

  /** Origin of the profile's server, or `undefined` where the setting names none that is allowed. */
  host(profile: Profile): string | undefined {
    try {
      return this.#parts.api.host(profile.environment);
    } catch {
      return undefined;
    }
  }

  /** The token that a request may carry right now; asks nobody. */
  current(profile: Profile): AccessToken | undefined {
    const token = usableToken(this.state(profile.id));
    return token?.host === this.host(profile) ? token : undefined;
  }

  /** A token that is valid with a margin: the held one, the stored one or a new one, in this order. */
  async ensure(profile: Profile, signal?: AbortSignal): Promise<AccessToken> {
    throwIfCancelled(signal);
    const last = this.#last.get(profile.id);
    const ending = last?.kind === 'revoking' || last?.behindRevoke === true;
    const held = ending ? undefined : this.#held(profile);
    return held ?? (await this.#joinIssue(profile, false, signal)).token;
  }

  /** Asks the server even while a valid token is held. */
  async issue(profile: Profile, signal?: AbortSignal): Promise<IssueOutcome> {
    for (;;) {
      throwIfCancelled(signal);
      const outcome = await this.#joinIssue(profile, true, signal);
      if (outcome.asked) return outcome;
    }
  }

  /**
   * Tries keys by issuing before they are stored. Once they are, {@link store} puts the token at rest
   * too; if they are not kept, {@link forget} cleans up.
   */
  async issueWith(profile: Profile, keys: AppKeys, signal?: AbortSignal): Promise<IssueOutcome> {
    throwIfCancelled(signal);
    return this.#startIssue(profile, { mustAsk: true, keys }).flight.join(signal);
  }

  /** Ends the token at the server, for every program that uses the same key. */
  async revoke(profile: Profile, signal?: AbortSignal): Promise<RevokeOutcome> {
    throwIfCancelled(signal);
    const last = this.#last.get(profile.id);
    if (last?.kind === 'revoking' && last.flight.open) return last.flight.join(signal);
    const flight = this.#enqueue(profile, 'revoking', (inner) => this.#revoke(profile, inner));
    this.#last.set(profile.id, { kind: 'revoking', flight });
    return flight.join(signal);
  }

  /**
   * A fresh 24 h: revokes `token` and issues, in one go, because issuing alone would give it back. If
   * another window replaced it meanwhile, its new token is the outcome. If the issue fails after the
   * revoke, the token is a rejected one.
   */
  async replace(profile: Profile, token: AccessToken, signal?: AbortSignal): Promise<IssueOutcome> {
    throwIfCancelled(signal);
    return this.#startIssue(profile, { mustAsk: false, replaces: token }).flight.join(signal);
  }

  /**
   * A request was refused because of its token. Says nothing about a token that came after it. The
   * other windows learn of it from the token store, before the promise resolves.
   */
  async reject(profile: Profile, token: AccessToken, reason: KiwoomError): Promise<void> {
    const record = this.#records.get(profile.id);
    if (record.token === undefined || !sameToken(record.token, token)) return;
    this.#parts.log.warn('token-rejected', this.#fields(profile, reason));
    this.#records.set(profile.id, { ...record, rejection: reason, lastError: reason });
    try {
      const { keyStore, tokenStore, lock } = this.#parts;
      const keys = await keyStore.keys(profile.id);
      await lock.run(profile.id, new AbortController().signal, async () => {
        const stored = await tokenStore.read(profile.id, keys);
        if (stored.kind === 'token' && sameToken(stored.token, token)) {
          await tokenStore.write(profile.id, keys, token, true);
        }
      });
    } catch (thrown) {
      // The other windows will find out by themselves.
      this.#parts.log.warn('rejection-not-stored', this.#fields(profile, toKiwoomError(thrown)));
    }
  }

  /**
   * Takes over what the token store holds, at start and when another window wrote. Never rejects:
   * what cannot be read is the profile's last error, and costs one issue.
   */
  async load(profile: Profile): Promise<void> {
    try {
      await this.#readStore(profile, await this.#parts.keyStore.keys(profile.id));
    } catch (thrown) {
      this.#fail(profile, 'token-load-failed', toKiwoomError(thrown));
    }
  }

  /** Removes every trace of the profile's token from this machine; the server is not asked. */
  async forget(profileId: string): Promise<void> {
    await this.#last.get(profileId)?.flight.settled;
    this.#records.delete(profileId);
    await this.#parts.tokenStore.remove(profileId);
  }

  /** Puts the held token at rest: after its keys were stored, or the way of storing changed. */
  async store(profile: Profile): Promise<void> {
    const { token, rejection } = this.#records.get(profile.id);
    if (token === undefined) return;
    const keys = await this.#parts.keyStore.keys(profile.id);
    await this.#write(profile, keys, token, rejection !== undefined);
  }

  #joinIssue(
    profile: Profile,
    mustAsk: boolean,
    signal: AbortSignal | undefined,
  ): Promise<IssueOutcome> {
    const last = this.#last.get(profile.id);
    // Nobody joins keys on trial: their failure says nothing about the keys that are stored.
    if (last?.kind === 'issuing' && last.flight.open && last.keys === undefined) {
      last.mustAsk ||= mustAsk;
      return last.flight.join(signal);
    }
    return this.#startIssue(profile, { mustAsk }).flight.join(signal);
  }

  #startIssue(
    profile: Profile,
    wish: Pick<IssueOperation, 'mustAsk' | 'keys' | 'replaces'>,
  ): IssueOperation {
    const last = this.#last.get(profile.id);
    const operation: IssueOperation = {
      ...wish,
      kind: 'issuing',
      behindRevoke:
        wish.replaces !== undefined || last?.kind === 'revoking' || last?.behindRevoke === true,
      flight: this.#enqueue(profile, 'issuing', (inner) => this.#issue(profile, operation, inner)),
    };
    this.#last.set(profile.id, operation);
    return operation;
  }

  /** Runs `work` after the profile's earlier operations, under the lock, with its activity shown. */
  #enqueue<T>(
    profile: Profile,
    activity: 'issuing' | 'revoking',
    work: (signal: AbortSignal) => Promise<T>,
  ): SharedFlight<T> {
    const previous = this.#last.get(profile.id)?.flight.settled;
    const done = (): void => {
      if (this.#last.get(profile.id)?.flight === flight) this.#last.delete(profile.id);
    };
    const flight = new SharedFlight<T>(async (signal) => {
      await previous;
      try {
        throwIfCancelled(signal);
        this.#records.begin(profile.id, activity);
        const result = await this.#parts.lock.run(profile.id, signal, () => work(signal));
        done();
        this.#records.end(profile.id);
        return result;
      } catch (thrown) {
        const cancelled = thrown instanceof CancelledError || signal.aborted;
        const error = cancelled ? new CancelledError() : toKiwoomError(thrown);
        done();
        if (error instanceof KiwoomError) {
          this.#parts.log.warn(`${activity}-failed`, this.#fields(profile, error));
          this.#records.end(profile.id, error);
        } else {
          this.#records.end(profile.id);
        }
        throw error;
      }
    });
    return flight;
  }

  async #issue(
    profile: Profile,
    operation: IssueOperation,
    signal: AbortSignal,
  ): Promise<IssueOutcome> {
    const { api, keyStore, log, clock } = this.#parts;
    const keys = operation.keys ?? (await keyStore.keys(profile.id));
    // Keys on trial cannot open what is stored, and must not cost the token that is held.
    if (operation.keys === undefined) await this.#readStore(profile, keys);
    await this.#revokeReplaced(profile, keys, operation.replaces, signal);
    const stored = this.#held(profile);
    if (stored !== undefined && !operation.mustAsk) {
      return { token: stored, asked: false, repeated: false };
    }
    throwIfCancelled(signal);
    const issued = await api.issue(profile.environment, keys, signal);
    if (issued.serverTime !== undefined) clock.observe(issued.serverTime);
    if (issued.expiresAt <= clock.now()) throw new KiwoomError('expired-on-arrival');
    const { token, repeated } = this.#compare(profile, issued);
    this.#records.set(profile.id, { token, repeated, activity: 'issuing' });
    log.info('token-issued', { ...this.#fields(profile), expiresAt: iso(token), repeated });
    if (operation.keys === undefined) await this.#write(profile, keys, token, false);
    return { token, asked: true, repeated };
  }

  async #revokeReplaced(
    profile: Profile,
    keys: AppKeys,
    replaced: AccessToken | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { token, rejection } = this.#records.get(profile.id);
    if (replaced === undefined || token === undefined || !sameToken(token, replaced)) return;
    if (rejection === undefined && token.expiresAt > this.#parts.clock.now()) {
      await this.#revokeAtServer(profile, keys, token, rejection, signal);
    }
    // Dead, and to be replaced, also by the next start if this process ends right here.
    const dead = new KiwoomError('token-invalid');
    this.#records.set(profile.id, { token, rejection: dead, activity: 'issuing' });
    await this.#write(profile, keys, token, true);
  }

  /** The server decides: what came back may be what was held. */
  #compare(profile: Profile, issued: IssuedToken): { token: AccessToken; repeated: boolean } {
    const { value, expiresAt, host } = issued;
    const token = { value, expiresAt, host, receivedAt: this.#parts.clock.now() };
    const before = this.#records.get(profile.id).token;
    return before !== undefined && sameToken(before, token)
      ? { token: before, repeated: true }
      : { token, repeated: false };
  }

  async #revoke(profile: Profile, signal: AbortSignal): Promise<RevokeOutcome> {
    const { keyStore, tokenStore, clock } = this.#parts;
    const keys = await keyStore.keys(profile.id);
    await this.#readStore(profile, keys);
    const { token, rejection } = this.#records.get(profile.id);
    const alive = token !== undefined && token.expiresAt > clock.now();
    const outcome =
      alive && token.host === this.#parts.api.host(profile.environment)
        ? await this.#revokeAtServer(profile, keys, token, rejection, signal)
        : 'nothing-held';
    this.#records.set(profile.id, { activity: 'revoking' });
    try {
      await tokenStore.remove(profile.id);
    } catch {
      this.#fail(profile, 'token-not-removed', new KiwoomError('token-not-stored'));
    }
    return outcome;
  }

  async #revokeAtServer(
    profile: Profile,
    keys: AppKeys,
    token: AccessToken,
    rejection: KiwoomError | undefined,
    signal: AbortSignal,
  ): Promise<RevokeOutcome> {
    throwIfCancelled(signal);
    let outcome: RevokeOutcome = 'revoked';
    try {
      await this.#parts.api.revoke(keys, token, signal);
    } catch (thrown) {
      if (!provesDead(thrown, rejection)) throw thrown;
      outcome = 'already-dead';
    }
    this.#parts.log.info('token-revoked', { ...this.#fields(profile), outcome });
    return outcome;
  }

  /** Brings the record in line with the store: another window may have issued or revoked. */
  async #readStore(profile: Profile, keys: AppKeys): Promise<void> {
    const { tokenStore } = this.#parts;
    const stored = await tokenStore.read(profile.id, keys);
    const record = this.#records.get(profile.id);
    if (stored.kind === 'token') {
      const same = record.token !== undefined && sameToken(record.token, stored.token);
      if (same && stored.dead === (record.rejection !== undefined)) return;
      // Refused here and not yet there: this window knows more.
      if (same && !stored.dead) return;
      const { activity } = record;
      this.#records.set(profile.id, {
        token: stored.token,
        stored: true,
        ...(stored.dead ? { rejection: new KiwoomError('token-invalid') } : {}),
        ...(activity === undefined ? {} : { activity }),
      });
    } else if (stored.kind === 'unreadable') {
      // Not removed here: another window may have sealed it under keys that this one has yet to see.
      if (record.token === undefined) {
        this.#fail(profile, 'token-damaged', new KiwoomError('token-damaged'));
      }
    } else if (record.stored === true) {
      const { activity } = record;
      this.#records.set(profile.id, activity === undefined ? {} : { activity });
    }
  }

  /** A token that cannot be stored is still good; only the next window or start asks again. */
  async #write(profile: Profile, keys: AppKeys, token: AccessToken, dead: boolean): Promise<void> {
    try {
      const stored = await this.#parts.tokenStore.write(profile.id, keys, token, dead);
      this.#records.set(profile.id, { ...this.#records.get(profile.id), stored });
    } catch {
      this.#fail(profile, 'token-not-stored', new KiwoomError('token-not-stored'));
    }
  }

  #held(profile: Profile): AccessToken | undefined {
    const { token, rejection, repeated } = this.#records.get(profile.id);
    if (token === undefined || rejection !== undefined) return undefined;
    // The server insists on this token until its end, so near the end it is still the best there is.
    const margin = repeated === true ? 0 : expiryMarginMs;
    const alive = token.expiresAt - margin > this.#parts.clock.now();
    return alive && token.host === this.host(profile) ? token : undefined;
  }

  #fail(profile: Profile, event: string, error: KiwoomError): void {
    this.#parts.log.warn(event, this.#fields(profile, error));
    this.#records.fail(profile.id, error);
  }

  #fields(profile: Profile, error?: KiwoomError): LogFields {
    const fields = { profile: profile.id, environment: profile.environment };
    if (error === undefined) return fields;
    return { ...fields, error: error.message, httpStatus: error.details.httpStatus };
  }
}

/**
 * What the live server answers to the revocation of a dead token is unpublished. 8005 says it is
 * dead; 8015 (could not revoke) proves it only for a token that was refused before.
 */
function provesDead(thrown: unknown, rejection: KiwoomError | undefined): boolean {
  if (!(thrown instanceof KiwoomError)) return false;
  return (
    thrown.code === 'token-invalid' || (thrown.code === 'revoke-failed' && rejection !== undefined)
  );
}

function iso(token: AccessToken): string {
  return new Date(token.expiresAt).toISOString();
}

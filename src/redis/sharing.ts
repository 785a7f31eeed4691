import { KiwoomError } from '../core/base/errors.ts';
import type { Clock, Lock, Log, StoredToken, TokenStore } from '../core/model/ports.ts';
import type { AppKeys } from '../core/model/profile.ts';
import { type AccessToken, sameToken } from '../core/model/token.ts';
import { AccountErrors } from './accountErrors.ts';
import { LocalCopy } from './localCopy.ts';
import { type Held, joinRevoked, merge } from './merge.ts';
import { toStoreError } from './redisErrors.ts';
import type { SharedLock } from './sharedLock.ts';
import type { WriteCondition, SealedToken, SharedState, SharedStates } from './sharedState.ts';
import { TwoLocks } from './twoLocks.ts';

export interface SharingParts {
  /** This machine's token store, used as a replica while the shared store is unreachable. */
  readonly localStore: TokenStore;
  readonly localLock: Lock;
  /** Kiwoom's time. */
  readonly clock: Clock;
  readonly log: Log;
  /** {@link Sharing.trouble} may have changed. */
  readonly onTrouble: () => void;
}

/** The connected shared token store. */
export interface SharedSide {
  readonly states: SharedStates;
  readonly lock: SharedLock;
  /** Whether the account's token is shared; a machine with another IP address stops sharing it. */
  readonly shares: (profileId: string) => boolean;
}

/**
 * Token store and lock of this machine, combined with a shared token store while one is connected. This
 * is transparent to callers: a failure of the shared store costs sharing, never a token.
 */
export class Sharing implements TokenStore, Lock {
  readonly #parts: SharingParts;
  readonly #errors: AccountErrors;
  readonly #copy: LocalCopy;
  readonly #locks: TwoLocks;
  /** The last revoked tokens per account, in case the store was unreachable or has lost them. */
  readonly #revoked = new Map<string, readonly AccessToken[]>();
  /** The last read or written token per account, to know which token a removal revokes. */
  readonly #seen = new Map<string, AccessToken>();
  #side: SharedSide | undefined;
  readonly run: Lock['run'] = (...asked) => this.#locks.run(...asked);

  constructor(parts: SharingParts) {
    this.#parts = parts;
    this.#errors = new AccountErrors(parts.onTrouble);
    this.#copy = new LocalCopy(parts.localStore, parts.log);
    this.#locks = new TwoLocks({
      localLock: parts.localLock,
      sharedLock: (profileId) => this.#sideOf(profileId)?.lock,
      onFailure: (profileId, error) => {
        this.#note('lock', profileId, error);
      },
      afterRelease: (profileId) => this.#copy.settled(profileId),
    });
  }

  /** The error of a reachable store for this account. */
  trouble(profileId: string): KiwoomError | undefined {
    return this.#errors.of(profileId);
  }

  get hasTrouble(): boolean {
    return this.#errors.any;
  }

  /** @param side `undefined`: disconnects and keeps this machine's tokens */
  use(side: SharedSide | undefined): void {
    this.#side = side;
    this.#locks.forget();
    this.#errors.clear();
  }

  async read(profileId: string, keys: AppKeys): Promise<StoredToken> {
    const local = await this.#copy.read(profileId, keys);
    const side = this.#sideOf(profileId);
    if (side === undefined) return this.#remember(profileId, local);
    try {
      const shared = await this.#readShared(side, profileId, keys);
      return this.#remember(profileId, await this.#merge(side, profileId, keys, local, shared));
    } catch (thrown) {
      this.#note('read', profileId, thrown);
      return this.#remember(profileId, local);
    }
  }

  async write(
    profileId: string,
    keys: AppKeys,
    token: AccessToken,
    dead: boolean,
  ): Promise<boolean> {
    const [stored, shared] = await Promise.allSettled([
      this.#copy.write(profileId, keys, { token, dead }),
      this.#writeShared(profileId, keys, { token, dead }),
    ]);
    this.#seen.set(profileId, token);
    const isShared = shared.status === 'fulfilled' && shared.value;
    if (stored.status === 'rejected' && !isShared) throw stored.reason;
    return isShared || (stored.status === 'fulfilled' && stored.value);
  }

  async remove(profileId: string, why: 'revoked' | 'forgotten' = 'revoked'): Promise<void> {
    const seen = this.#seen.get(profileId);
    this.#seen.delete(profileId);
    // A token that is only forgotten here stays available to other machines.
    if (why === 'revoked') {
      if (seen !== undefined) this.#rememberRevoked(profileId, [seen]);
      await this.#revokeShared(profileId);
    }
    await this.#copy.remove(profileId);
  }

  #sideOf(profileId: string): SharedSide | undefined {
    return this.#side?.shares(profileId) === true ? this.#side : undefined;
  }

  async #readShared(side: SharedSide, profileId: string, keys: AppKeys): Promise<SharedState> {
    const state = this.#locks.takeState(profileId);
    return state === undefined
      ? side.states.read(profileId, keys)
      : side.states.open(profileId, keys, state);
  }

  async #merge(
    side: SharedSide,
    profileId: string,
    keys: AppKeys,
    local: StoredToken,
    shared: SharedState,
  ): Promise<StoredToken> {
    const revoked = this.#rememberRevoked(profileId, shared.revoked);
    const news = revoked.filter((each) => !isKnown(each, shared.revoked));
    const here: Held = local.kind === 'token' ? local : 'absent';
    const there: Held = shared.held === 'unreadable' ? 'absent' : shared.held;
    const { outcome, changesLocal, changesShared } = merge(here, there, revoked);
    const fence = this.#locks.condition(profileId);
    if (changesLocal) {
      this.#copy.follow(profileId, keys, outcome);
      // The shared lock's next holder need not wait for this machine's disk.
      if (fence === undefined) await this.#copy.settled(profileId);
    }
    try {
      // Written over by its issuer alone: machines with different secrets would do so to and fro.
      if (shared.held === 'unreadable' && fence === undefined) {
        throw new KiwoomError('shared-tokens-other-secret');
      }
      const isNews = news.length > 0;
      if (isNews) {
        const keepsHeld = outcome !== 'absent';
        const condition = fence ?? { version: shared.version };
        await side.states.tellRevoked(profileId, keys, news, { condition, keepsHeld });
      }
      if (changesShared && outcome !== 'absent') {
        const condition = fence ?? (isNews ? undefined : { version: shared.version });
        await this.#put(side, profileId, keys, outcome, condition);
      }
      this.#errors.resolved(profileId);
    } catch (thrown) {
      // Another machine wrote first and publishes it.
      this.#note('write', profileId, thrown);
    }
    if (outcome !== 'absent') return { kind: 'token', ...outcome };
    return local.kind === 'unreadable' ? local : { kind: 'absent' };
  }

  async #writeShared(profileId: string, keys: AppKeys, token: SealedToken): Promise<boolean> {
    const side = this.#sideOf(profileId);
    if (side === undefined) return false;
    // It is outdated by this write.
    this.#locks.takeState(profileId);
    try {
      await this.#put(side, profileId, keys, token, this.#locks.condition(profileId));
      this.#errors.resolved(profileId);
      return true;
    } catch (thrown) {
      this.#note('write', profileId, thrown);
      return false;
    }
  }

  async #revokeShared(profileId: string): Promise<void> {
    const side = this.#sideOf(profileId);
    const condition = this.#locks.condition(profileId);
    if (side === undefined || condition === undefined) return;
    try {
      await side.states.revoke(profileId, condition);
    } catch (thrown) {
      this.#note('write', profileId, thrown);
    }
  }

  /** @param condition `undefined`: the current version may be replaced */
  async #put(
    side: SharedSide,
    profileId: string,
    keys: AppKeys,
    token: SealedToken,
    condition: WriteCondition | undefined,
  ): Promise<void> {
    const { states } = side;
    const required = condition ?? { version: (await states.read(profileId, keys)).version };
    await states.write(profileId, keys, token, required);
  }

  #remember(profileId: string, stored: StoredToken): StoredToken {
    if (stored.kind === 'token') this.#seen.set(profileId, stored.token);
    return stored;
  }

  /** @returns what is known now */
  #rememberRevoked(profileId: string, tokens: readonly AccessToken[]): readonly AccessToken[] {
    const known = joinRevoked(this.#revoked.get(profileId) ?? [], tokens);
    if (known.length > 0) this.#revoked.set(profileId, known);
    return known;
  }

  #note(step: 'lock' | 'read' | 'write', profileId: string, thrown: unknown): void {
    const error = toStoreError(thrown);
    this.#parts.log.warn(`shared-${step}-failed`, { profile: profileId, error: error.code });
    this.#errors.failed(profileId, error);
  }
}

/** Whether the store knows this revocation, or a later one. */
function isKnown(token: AccessToken, revoked: readonly AccessToken[]): boolean {
  return revoked.some((each) => sameToken(each, token) || each.expiresAt > token.expiresAt);
}

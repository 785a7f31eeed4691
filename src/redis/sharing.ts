import { type KiwoomError, toKiwoomError } from '../core/base/errors.ts';
import type { Clock, Lock, Log, StoredToken, TokenStore } from '../core/model/ports.ts';
import { type AppKeys, isProfileId } from '../core/model/profile.ts';
import type { AccessToken } from '../core/model/token.ts';
import { AccountTroubles } from './accountTroubles.ts';
import { type Held, join } from './join.ts';
import { toStoreError } from './redisErrors.ts';
import type { Holding, SharedLock } from './sharedLock.ts';
import type { Proof, SealedToken, SharedState, SharedStates } from './sharedState.ts';

export interface SharingParts {
  /** This machine's copy: it serves while the shared store is away. */
  readonly localStore: TokenStore;
  readonly localLock: Lock;
  /** Kiwoom's time. */
  readonly clock: Clock;
  readonly log: Log;
  /** What {@link Sharing.trouble} says may be different. */
  readonly onTrouble: () => void;
}

/** The far side, while a shared token store is connected. */
export interface SharedSide {
  readonly states: SharedStates;
  readonly lock: SharedLock;
  /** Whether the account's token is shared: one machine may have to leave (another address). */
  readonly shares: (profileId: string) => boolean;
}

/**
 * Token store and lock of this machine, joined with a shared token store while one is connected.
 * Whoever uses them does not notice: what fails over there costs sharing, never a token.
 */
export class Sharing implements TokenStore, Lock {
  readonly #parts: SharingParts;
  readonly #troubles: AccountTroubles;
  readonly #holdings = new Map<string, Holding>();
  /** The state that came with the lock, until it is read or written. */
  readonly #fresh = new Map<string, Holding>();
  /** What was revoked last as far as is known here: the store may have been away, or have forgotten it. */
  readonly #revoked = new Map<string, AccessToken>();
  /** The token that was last seen here, to know what a removal revokes. */
  readonly #seen = new Map<string, AccessToken>();
  #side: SharedSide | undefined;

  constructor(parts: SharingParts) {
    this.#parts = parts;
    this.#troubles = new AccountTroubles(parts.onTrouble);
  }

  /** Why the store does not serve the account, although it is there. */
  trouble(profileId: string): KiwoomError | undefined {
    return this.#troubles.of(profileId);
  }

  get hasTrouble(): boolean {
    return this.#troubles.any;
  }

  /** @param side `undefined`: this machine alone from now on, with what it holds */
  use(side: SharedSide | undefined): void {
    this.#side = side;
    this.#holdings.clear();
    this.#fresh.clear();
    this.#troubles.clear();
  }

  /** The local lock first, so that a machine's windows do not all wait over there. */
  run<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#parts.localLock.run(name, signal, async () => {
      const holding = await this.#acquire(name, signal);
      if (holding === undefined) return work();
      this.#holdings.set(name, holding);
      this.#fresh.set(name, holding);
      try {
        return await work();
      } finally {
        this.#holdings.delete(name);
        this.#fresh.delete(name);
        // Nobody waits for the reply: whoever wants the lock hears of it.
        void holding.release();
      }
    });
  }

  async read(profileId: string, keys: AppKeys): Promise<StoredToken> {
    const local = await this.#parts.localStore.read(profileId, keys);
    const side = this.#sideOf(profileId);
    if (side === undefined) return this.#remember(profileId, local);
    try {
      const shared = await this.#readShared(side, profileId, keys);
      return this.#remember(profileId, await this.#join(side, profileId, keys, local, shared));
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
      this.#parts.localStore.write(profileId, keys, token, dead),
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
    // Another machine may go on with what is only forgotten here.
    if (why === 'revoked') {
      if (seen !== undefined) this.#revoked.set(profileId, seen);
      await this.#revokeShared(profileId);
    }
    await this.#parts.localStore.remove(profileId);
  }

  #sideOf(profileId: string): SharedSide | undefined {
    return this.#side?.shares(profileId) === true ? this.#side : undefined;
  }

  async #acquire(name: string, signal: AbortSignal): Promise<Holding | undefined> {
    const side = isProfileId(name) ? this.#sideOf(name) : undefined;
    if (side === undefined) return undefined;
    try {
      return await side.lock.acquire(name, signal);
    } catch (thrown) {
      // Somebody holds it, or the caller left; anything else means that the store does not serve.
      if (signal.aborted) throw thrown;
      const error = toStoreError(thrown);
      if (error.code === 'lock-failed') throw error;
      this.#note('lock', name, error);
      return undefined;
    }
  }

  async #readShared(side: SharedSide, profileId: string, keys: AppKeys): Promise<SharedState> {
    const fresh = this.#fresh.get(profileId);
    this.#fresh.delete(profileId);
    const state = fresh?.state;
    return state === undefined
      ? side.states.read(profileId, keys)
      : side.states.open(profileId, keys, state);
  }

  async #join(
    side: SharedSide,
    profileId: string,
    keys: AppKeys,
    local: StoredToken,
    shared: SharedState,
  ): Promise<StoredToken> {
    const own = this.#revoked.get(profileId);
    const revoked = [shared.revoked, own].filter((each) => each !== undefined);
    if (shared.revoked !== undefined && (own === undefined || !covers(own, shared.revoked))) {
      this.#revoked.set(profileId, shared.revoked);
    }
    const here: Held = local.kind === 'token' ? local : 'absent';
    const there: Held = shared.held === 'unreadable' ? 'absent' : shared.held;
    const { outcome, changesLocal, changesShared } = join(here, there, revoked);
    if (changesLocal) await this.#settleLocal(profileId, keys, outcome);
    const fence = this.#proof(profileId);
    try {
      const isNews = own !== undefined && !covers(shared.revoked, own);
      if (isNews) {
        const keepsHeld = outcome !== 'absent';
        const proof = fence ?? { version: shared.version };
        await side.states.tellRevoked(profileId, keys, own, { proof, keepsHeld });
      }
      if (changesShared && outcome !== 'absent') {
        const proof = fence ?? (isNews ? undefined : { version: shared.version });
        await this.#put(side, profileId, keys, outcome, proof);
      }
      this.#troubles.agreed(profileId);
    } catch (thrown) {
      // Another machine was faster, and tells of it.
      this.#note('write', profileId, thrown);
    }
    if (outcome !== 'absent') return { kind: 'token', ...outcome };
    return local.kind === 'unreadable' ? local : { kind: 'absent' };
  }

  /** A disk that refuses costs this machine's copy, not the token. */
  async #settleLocal(profileId: string, keys: AppKeys, outcome: Held): Promise<void> {
    const { localStore } = this.#parts;
    try {
      if (outcome === 'absent') await localStore.remove(profileId);
      else await localStore.write(profileId, keys, outcome.token, outcome.dead);
    } catch (thrown) {
      this.#parts.log.warn('shared-copy-failed', {
        profile: profileId,
        error: toKiwoomError(thrown).code,
      });
    }
  }

  async #writeShared(profileId: string, keys: AppKeys, token: SealedToken): Promise<boolean> {
    const side = this.#sideOf(profileId);
    if (side === undefined) return false;
    this.#fresh.delete(profileId);
    try {
      await this.#put(side, profileId, keys, token, this.#proof(profileId));
      this.#troubles.agreed(profileId);
      return true;
    } catch (thrown) {
      this.#note('write', profileId, thrown);
      return false;
    }
  }

  async #revokeShared(profileId: string): Promise<void> {
    const side = this.#sideOf(profileId);
    const proof = this.#proof(profileId);
    if (side === undefined || proof === undefined) return;
    try {
      await side.states.revoke(profileId, proof);
    } catch (thrown) {
      this.#note('write', profileId, thrown);
    }
  }

  #proof(profileId: string): Proof | undefined {
    const holding = this.#holdings.get(profileId);
    return holding === undefined ? undefined : { fence: holding.fence };
  }

  /** @param proof `undefined`: what is there now is what may be replaced */
  async #put(
    side: SharedSide,
    profileId: string,
    keys: AppKeys,
    token: SealedToken,
    proof: Proof | undefined,
  ): Promise<void> {
    const { states } = side;
    const proven = proof ?? { version: (await states.read(profileId, keys)).version };
    await states.write(profileId, keys, token, proven);
  }

  #remember(profileId: string, stored: StoredToken): StoredToken {
    if (stored.kind === 'token') this.#seen.set(profileId, stored.token);
    return stored;
  }

  #note(step: 'lock' | 'read' | 'write', profileId: string, thrown: unknown): void {
    const error = toStoreError(thrown);
    this.#parts.log.warn(`shared-${step}-failed`, { profile: profileId, error: error.code });
    this.#troubles.failed(profileId, error);
  }
}

/** Whether the store knows of this revocation, or of one that says as much: two never outdo each other. */
function covers(known: AccessToken | undefined, own: AccessToken): boolean {
  return known !== undefined && known.expiresAt >= own.expiresAt;
}

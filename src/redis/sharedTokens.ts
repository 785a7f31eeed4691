import type { KiwoomError } from '../core/base/errors.ts';
import { type Disposable, Emitter } from '../core/base/event.ts';
import type { CallKind, MachineClock, Scheduler } from '../core/model/ports.ts';
import type { TokenManager } from '../core/tokens/tokenManager.ts';
import type { StoreAddress } from './address.ts';
import type { Connection } from './connection.ts';
import type { Sealing } from './sharedState.ts';
import { Sharing, type SharingParts } from './sharing.ts';

/** The user's configuration of a shared token store. */
export interface StoreChoice {
  readonly address: StoreAddress;
  readonly password?: string;
  readonly site: string;
}

/** Sharing status of an account. */
export type SharingStatus =
  /** No store is configured. */
  | { readonly kind: 'off' }
  | { readonly kind: 'shared'; readonly machines: number }
  /** The store is unreachable or refuses. @property since epoch ms */
  | { readonly kind: 'away'; readonly since: number; readonly error: KiwoomError }
  /**
   * The token is bound to another IP address than this machine's, so this machine stopped sharing it.
   */
  | { readonly kind: 'left' };

export interface SharedTokensParts extends Omit<SharingParts, 'onTrouble'> {
  readonly machineClock: MachineClock;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  /** Returns a new unguessable id on every call. */
  readonly newId: () => string;
  /** Random id, equal for all windows of this machine; it reveals nothing about the machine. */
  readonly machine: () => string;
  readonly sealing: () => Promise<Sealing>;
  /** Persistent list of accounts that this machine stopped sharing. */
  readonly left: { ids(): readonly string[]; set(ids: readonly string[]): void };
  /** Called when this machine stops sharing an account. */
  readonly onLeave: (profileId: string) => void;
  readonly onListenerError: (thrown: unknown) => void;
  /** PEM of an additional root certificate; for tests. */
  readonly ca?: string;
  /** Time after which the lock of a silent holder expires; for tests. */
  readonly lockHeldMs?: number;
}

/** The configured shared token store, if any. Its client code is loaded on demand. */
export class SharedTokens implements Disposable {
  /** Token store and lock, whether or not a shared store is connected. */
  readonly sharing: Sharing;
  readonly #parts: SharedTokensParts;
  readonly #changed: Emitter<undefined>;
  readonly #stale: Emitter<string | undefined>;
  #connection: Connection | undefined;
  #awaySince: number | undefined;
  /** Counter that identifies the latest of several concurrent calls of {@link use}. */
  #turn = 0;

  constructor(parts: SharedTokensParts) {
    this.#parts = parts;
    this.sharing = new Sharing({
      ...parts,
      onTrouble: () => {
        this.#tell();
      },
    });
    this.#changed = new Emitter(parts.onListenerError);
    this.#stale = new Emitter(parts.onListenerError);
  }

  /** Subscribes to changes of any account's status. */
  onDidChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }

  /** Subscribes to stale accounts, whose state has to be read again; `undefined` means all accounts. */
  onStale(listener: (profileId: string | undefined) => void): Disposable {
    return this.#stale.on(listener);
  }

  status(profileId: string): SharingStatus {
    if (this.#connection === undefined) return { kind: 'off' };
    if (this.#parts.left.ids().includes(profileId)) return { kind: 'left' };
    const trouble = this.#connection.link.trouble ?? this.sharing.trouble(profileId);
    if (trouble === undefined) return { kind: 'shared', machines: this.#connection.machines };
    const since = this.#awaySince ?? this.#parts.machineClock.now();
    return { kind: 'away', since, error: trouble };
  }

  /** A call's turn in the shared rate limit; `undefined` while no store is configured. */
  turn(kind: CallKind, perSecond: number, signal: AbortSignal): Promise<() => void> | undefined {
    return this.#connection?.sharedLimit.turn(kind, perSecond, signal);
  }

  /** @throws KiwoomError why it cannot be a shared token store */
  async try({ address, password, site }: StoreChoice): Promise<void> {
    const { tryStore } = await import('./tryStore.ts');
    const { random, ca } = this.#parts;
    await tryStore(
      {
        address,
        random,
        ...(password === undefined ? {} : { password }),
        ...(ca === undefined ? {} : { ca }),
      },
      site,
    );
  }

  /**
   * Connects to a store, or disconnects and keeps this machine's tokens. Resolves after the first
   * attempt; an unreachable store is retried automatically.
   */
  async use(choice: StoreChoice | undefined): Promise<void> {
    const turn = ++this.#turn;
    this.#close();
    if (choice !== undefined) {
      const { Connection: Made } = await import('./connection.ts');
      if (turn !== this.#turn) return;
      const { left } = this.#parts;
      const connection = new Made(
        {
          ...this.#parts,
          ...choice,
          machine: this.#parts.machine(),
          shares: (profileId) => !left.ids().includes(profileId),
        },
        {
          onChange: (profileId) => {
            this.#stale.emit(profileId);
          },
          onArrival: () => {
            this.#stale.emit(undefined);
          },
          onVisit: () => {
            if (this.sharing.hasTrouble) this.#stale.emit(undefined);
          },
          onStatus: () => {
            this.#tell();
          },
        },
      );
      this.#connection = connection;
      this.sharing.use(connection.side);
      await connection.start();
    }
    this.#tell();
  }

  /**
   * Detects tokens that the server bound to another IP address (8010), and stops sharing their
   * accounts. It does so before the refusal is stored, as the token is still valid for other machines.
   */
  watch(tokens: Pick<TokenManager, 'onDidChange' | 'lastError'>): Disposable {
    return tokens.onDidChange((id) => {
      if (tokens.lastError(id)?.code === 'ip-mismatch') this.#leave(id);
    });
  }

  dispose(): void {
    this.#turn += 1;
    this.#close();
  }

  #leave(profileId: string): void {
    const { left, log, onLeave } = this.#parts;
    if (this.#connection === undefined || left.ids().includes(profileId)) return;
    left.set([...left.ids(), profileId]);
    log.warn('shared-tokens-left', { profile: profileId });
    this.#tell();
    onLeave(profileId);
  }

  #close(): void {
    this.sharing.use(undefined);
    this.#connection?.dispose();
    this.#connection = undefined;
    this.#awaySince = undefined;
  }

  #tell(): void {
    const serves = this.#connection?.link.trouble === undefined && !this.sharing.hasTrouble;
    this.#awaySince = serves ? undefined : (this.#awaySince ?? this.#parts.machineClock.now());
    this.#changed.emit(undefined);
  }
}

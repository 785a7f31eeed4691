import type { KiwoomError } from '../core/base/errors.ts';
import { Emitter, type Unsubscribe } from '../core/base/event.ts';
import type { CallKind, MachineClock, Scheduler } from '../core/model/ports.ts';
import type { TokenManager } from '../core/tokens/tokenManager.ts';
import type { StoreAddress } from './address.ts';
import type { Connection } from './connection.ts';
import type { Sealing } from './sharedState.ts';
import { Sharing, type SharingParts } from './sharing.ts';

/** A shared token store as the user chose it. */
export interface StoreChoice {
  readonly address: StoreAddress;
  readonly password?: string;
  readonly site: string;
}

/** How an account's token is shared. */
export type SharingStatus =
  /** No store is configured. */
  | { readonly kind: 'off' }
  | { readonly kind: 'shared'; readonly machines: number }
  /** @property since epoch ms */
  | { readonly kind: 'away'; readonly since: number; readonly error: KiwoomError }
  /** The token is bound to another address than this machine's, so this machine goes on alone. */
  | { readonly kind: 'left' };

export interface SharedTokensParts extends Omit<SharingParts, 'onTrouble'> {
  readonly machineClock: MachineClock;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  /** Another text each time, that nobody can guess. */
  readonly newId: () => string;
  /** The same for all windows of this machine; says nothing about it. */
  readonly machine: () => string;
  readonly sealing: () => Promise<Sealing>;
  /** Accounts that go on alone here, kept over restarts. */
  readonly left: { ids(): readonly string[]; set(ids: readonly string[]): void };
  /** This machine goes on alone with an account from now on. */
  readonly onLeave: (profileId: string) => void;
  readonly onListenerError: (thrown: unknown) => void;
  /** PEM of a root certificate beside those of the system; for tests. */
  readonly ca?: string;
  /** A lock whose holder gives no sign of life is free after this long; for tests. */
  readonly lockHeldMs?: number;
}

/** The shared token store that may be configured. What talks to it is loaded when one is. */
export class SharedTokens {
  /** Token store and lock, with or without a shared side. */
  readonly sharing: Sharing;
  readonly #parts: SharedTokensParts;
  readonly #changed: Emitter<undefined>;
  readonly #stale: Emitter<string | undefined>;
  #connection: Connection | undefined;
  #awaySince: number | undefined;
  /** Tells which of several choices in a row is the last. */
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

  /** Called when the status of any account may be another one. */
  onDidChange(listener: () => void): Unsubscribe {
    return this.#changed.on(listener);
  }

  /** Called with the account whose state has to be read again; with `undefined` for all of them. */
  onStale(listener: (profileId: string | undefined) => void): Unsubscribe {
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

  /** A call's turn among all machines; `undefined` while no store is configured. */
  turn(kind: CallKind, perSecond: number, signal: AbortSignal): Promise<() => void> | undefined {
    return this.#connection?.sharedRateLimit.turn(kind, perSecond, signal);
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
   * Shares from now on, or goes on alone with what this machine holds. Resolves after the first try to
   * connect; a store that is away is tried again by itself.
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
   * Watches for tokens that the server bound to another address than this machine's (8010): with their
   * accounts this machine goes on alone. It does so before the refusal is stored, as the token is
   * still good for the others.
   */
  watch(tokens: Pick<TokenManager, 'onDidChange' | 'lastError'>): Unsubscribe {
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
    this.#connection?.close();
    this.#connection = undefined;
    this.#awaySince = undefined;
  }

  #tell(): void {
    const serves = this.#connection?.link.trouble === undefined && !this.sharing.hasTrouble;
    this.#awaySince = serves ? undefined : (this.#awaySince ?? this.#parts.machineClock.now());
    this.#changed.emit(undefined);
  }
}

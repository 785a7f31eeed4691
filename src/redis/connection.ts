import { type Disposable, disposeAll } from '../core/base/event.ts';
import type { Clock, Log, MachineClock, SharedRateLimit, Scheduler } from '../core/model/ports.ts';
import { isProfileId } from '../core/model/profile.ts';
import type { StoreAddress } from './address.ts';
import { Heartbeat } from './heartbeat.ts';
import { KeyNames } from './keyNames.ts';
import { Link } from './link.ts';
import { MachineCount } from './machineCount.ts';
import { parseMessage, SharedLock } from './sharedLock.ts';
import { SharedRateLimiter } from './sharedRateLimiter.ts';
import { type Sealing, SharedStates } from './sharedState.ts';
import type { SharedSide } from './sharing.ts';

export interface ConnectionParts {
  readonly address: StoreAddress;
  readonly password?: string;
  readonly ca?: string;
  readonly site: string;
  /** Random id, equal for all windows of this machine; it reveals nothing about the machine. */
  readonly machine: string;
  /** Kiwoom's time. */
  readonly clock: Clock;
  readonly machineClock: MachineClock;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  /** Returns a new unguessable id on every call. */
  readonly newId: () => string;
  readonly sealing: () => Promise<Sealing>;
  readonly shares: (profileId: string) => boolean;
  readonly log: Log;
  /** See {@link SharedLockParts.heldMs}. */
  readonly lockHeldMs?: number;
}

export interface ConnectionEvents {
  /** Another machine or window changed an account's state. */
  readonly onChange: (profileId: string) => void;
  /** The store became reachable, so everything has to be read again. */
  readonly onArrival: () => void;
  /** Called periodically while the store is reachable, to retry what it refused. */
  readonly onVisit: () => void;
  /** The number of machines or the error may have changed. */
  readonly onStatus: () => void;
}

/** A connection to the shared token store, until it is disposed of. */
export class Connection implements Disposable {
  readonly side: SharedSide;
  readonly sharedLimit: SharedRateLimit;
  readonly link: Link;
  readonly names: KeyNames;
  readonly #subscriptions: Disposable[];
  readonly #heartbeat: Heartbeat;
  readonly #machines: MachineCount;

  constructor(parts: ConnectionParts, events: ConnectionEvents) {
    const { clock, machineClock, scheduler, random, newId, sealing, log } = parts;
    this.#machines = new MachineCount(events.onStatus);
    this.names = new KeyNames(parts.site);
    this.link = new Link({
      address: parts.address,
      ...(parts.password === undefined ? {} : { password: parts.password }),
      ...(parts.ca === undefined ? {} : { ca: parts.ca }),
      clock: machineClock,
      random,
      log,
    });
    const { link, names } = this;
    const source = newId();
    this.#heartbeat = new Heartbeat({
      link,
      names,
      scheduler,
      machine: parts.machine,
      machines: this.#machines,
      onVisit: events.onVisit,
    });
    this.side = {
      states: new SharedStates({ link, names, clock, sealing, source }),
      lock: new SharedLock({
        link,
        names,
        clock: machineClock,
        scheduler,
        random,
        newOwner: newId,
        log,
        ...(parts.lockHeldMs === undefined ? {} : { heldMs: parts.lockHeldMs }),
      }),
      shares: parts.shares,
    };
    this.sharedLimit = new SharedRateLimiter({ ...parts, link, names, clock: machineClock });
    this.#subscriptions = [
      link.onMessage((text) => {
        const message = parseMessage(text);
        if (message?.machines !== undefined) this.#machines.announced(message.machines);
        if (message?.event !== 'changed' || message.source === source) return;
        if (isProfileId(message.profile)) events.onChange(message.profile);
      }),
      link.onArrival(() => {
        this.#heartbeat.beat();
        events.onArrival();
        events.onStatus();
      }),
      link.onTrouble(events.onStatus),
    ];
  }

  /** Machines of the site with a recent heartbeat, including this one. */
  get machines(): number {
    return this.#machines.value;
  }

  /** Resolves after the first attempt; reconnects automatically. */
  start(): Promise<void> {
    return this.link.start(this.names.channel);
  }

  dispose(): void {
    disposeAll([this.#heartbeat, ...this.#subscriptions, this.link]);
  }
}

import assert from 'node:assert/strict';
import type { KiwoomError } from '../../../src/core/base/errors.ts';
import { createDomain } from '../../../src/core/domain.ts';
import type { Log, TokenApi } from '../../../src/core/model/ports.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { Heartbeat } from '../../../src/redis/heartbeat.ts';
import { KeyNames } from '../../../src/redis/keyNames.ts';
import { MachineCount } from '../../../src/redis/machineCount.ts';
import { parseMessage, SharedLock } from '../../../src/redis/sharedLock.ts';
import { SharedStates } from '../../../src/redis/sharedState.ts';
import { Sharing } from '../../../src/redis/sharing.ts';
import { FakeLink, FakeStore } from '../fakes/fakeStore.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { FleetClock } from '../fakes/fleetClock.ts';
import { MemoryKeyStore, MemoryLocks, MemoryTokenStore } from '../fakes/memoryStores.ts';
import { SleepyScheduler } from '../fakes/sleepyScheduler.ts';
import { testPorts, testPreferences } from '../fakes/testPorts.ts';
import { testKeys } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { openSealing } from './openSealing.ts';

/** How long Kiwoom takes to answer, in milliseconds. */
const answerMs = 300;

const silent = (): void => undefined;
const silentLog: Log = { debug: silent, info: silent, warn: silent, error: silent };

const names = new KeyNames('office');

export type FleetMachine = Fleet['machines'][number];

/**
 * Many computers that share one store and renew by themselves, each with the whole domain. Store and
 * messages take no time, Kiwoom does.
 */
export class Fleet {
  readonly clock = new FleetClock();
  /** The most machines that asked for one account's token at once, of those that reach the store. */
  mostAtOnce = 0;
  /** Issue requests that were sent. */
  issues = 0;
  /** When a token was checked. */
  readonly checks: number[] = [];
  /** What every issue request fails with, at once. */
  failure: KiwoomError | undefined;
  readonly store = new FakeStore(this.clock);
  readonly kiwoom = new FakeTokenApi(this.clock);
  readonly profiles: readonly Profile[];
  readonly machines;
  readonly #sealing = openSealing();
  /** Machines that ask Kiwoom for a token now, by app key. */
  readonly #asking = new Map<string, number>();
  /** Repeats, so that every run is the same. */
  #seed = 1;

  constructor(machines: number, profiles: readonly Profile[]) {
    this.profiles = profiles;
    this.machines = Array.from({ length: machines }, (_, index) => this.#machine(index));
  }

  /** Every machine knows its accounts, and the store knows the machine. */
  async start(): Promise<void> {
    for (const [index, { domain, heartbeat }] of this.machines.entries()) {
      await domain.profiles.refresh();
      // Not all at once, and not each at a time of its own, which would take a month of the test.
      this.clock.after((index % 4) * 150_000, () => {
        heartbeat.beat();
      });
    }
  }

  async pass(ms: number): Promise<void> {
    await this.clock.until(this.clock.now() + ms);
  }

  /** Scripts that the store ran during `work`. */
  async commandsOf(work: () => Promise<void>): Promise<number> {
    const before = this.store.commands;
    await work();
    return this.store.commands - before;
  }

  /** The one token of an account that every machine holds. */
  theToken(profile: Profile): string {
    const held = new Set(
      this.machines.map(({ domain }) => domain.tokens.current(profile)?.value.reveal() ?? 'none'),
    );
    assert.equal(held.size, 1, [...held].join(', '));
    return String([...held][0]);
  }

  #machine(index: number) {
    const clock = new ServerClock(this.clock, unexpected);
    const link = new FakeLink(this.store);
    const scheduler = new SleepyScheduler(this.clock);
    const random = (): number => this.#random();
    let ids = 0;
    const localStore = new MemoryTokenStore();
    const sharing = new Sharing({
      localStore,
      localLock: new MemoryLocks(),
      clock,
      log: silentLog,
      onTrouble: silent,
    });
    sharing.use({
      states: new SharedStates({
        link,
        names,
        clock,
        sealing: () => Promise.resolve(this.#sealing),
        source: `machine ${index}`,
      }),
      lock: new SharedLock({
        link,
        names,
        clock: this.clock,
        scheduler,
        random,
        newOwner: () => `machine ${index}, ${++ids}`,
        log: silentLog,
      }),
      shares: () => true,
    });
    const keyStore = new MemoryKeyStore();
    for (const profile of this.profiles) keyStore.put(profile, testKeys(`app of ${profile.id}`));
    const domain = createDomain(
      testPorts({
        clock,
        scheduler,
        tokenApi: this.#api(link),
        trFacts: () => Promise.resolve({ path: '/api/dostk/acnt', order: false }),
        trApi: {
          send: () => {
            this.checks.push(this.clock.now());
            return Promise.resolve({ body: {} });
          },
        },
        keyStore,
        tokenStore: sharing,
        lock: sharing,
        preferences: testPreferences({ renewalPolicy: () => ({ kind: 'at-expiry' }) }),
        random,
        log: silentLog,
      }),
    );
    const load = (id?: string): void => {
      for (const profile of domain.profiles.all) {
        if (id === undefined || profile.id === id) void domain.tokens.load(profile);
      }
    };
    link.onMessage((text) => {
      const message = parseMessage(text);
      if (message?.event === 'changed' && message.source !== `machine ${index}`) {
        load(message.profile);
      }
    });
    link.onArrival(load);
    const heartbeat = new Heartbeat({
      link,
      names,
      scheduler,
      machine: `machine ${index}`,
      machines: new MachineCount(silent),
      onVisit: silent,
    });
    link.onArrival(() => {
      heartbeat.beat();
    });
    /** It misses everything; when it wakes up, it takes a moment until it reaches the store again. */
    const sleep = (ms: number): void => {
      link.cut();
      scheduler.sleep();
      this.clock.after(ms, () => {
        scheduler.wakeUp();
        this.clock.after(1_000, () => {
          link.mend();
        });
      });
    };
    return { domain, link, heartbeat, sleep };
  }

  #api(link: FakeLink): TokenApi {
    const { kiwoom, clock } = this;
    const asking = this.#asking;
    const answered = (): Promise<void> =>
      new Promise((resolve) => {
        clock.after(answerMs, resolve);
      });
    return {
      host: () => kiwoom.host(),
      issue: async (environment, keys) => {
        this.issues += 1;
        if (this.failure !== undefined) throw this.failure;
        const account = keys.appkey.reveal();
        const now = (asking.get(account) ?? 0) + (link.isCut ? 0 : 1);
        asking.set(account, now);
        this.mostAtOnce = Math.max(this.mostAtOnce, now);
        await answered();
        if (!link.isCut) asking.set(account, (asking.get(account) ?? 0) - 1);
        return kiwoom.issue(environment, keys);
      },
      revoke: async (keys, token) => {
        await answered();
        return kiwoom.revoke(keys, token);
      },
    };
  }

  #random(): number {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  }
}

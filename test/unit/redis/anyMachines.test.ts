import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KiwoomError } from '../../../src/core/base/errors.ts';
import type { TokenApi } from '../../../src/core/model/ports.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { TokenManager } from '../../../src/core/tokens/tokenManager.ts';
import { KeyNames } from '../../../src/redis/keyNames.ts';
import { parseMessage, SharedLock } from '../../../src/redis/sharedLock.ts';
import { type Sealing, SharedStates } from '../../../src/redis/sharedState.ts';
import { Sharing } from '../../../src/redis/sharing.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { FakeLink, FakeStore } from '../fakes/fakeStore.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import {
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
  RecordingLog,
} from '../fakes/memoryStores.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { keys, profile } from './machine.ts';
import { openSealing } from './openSealing.ts';

const minute = 60_000;
const hour = 60 * minute;

/** More than anybody waits for the lock. */
const longestPatienceMs = minute;
const names = new KeyNames('office');

interface Step {
  readonly what:
    'issue' | 'ensure' | 'revoke' | 'replace' | 'reject' | 'cut' | 'mend' | 'time' | 'flush';
  readonly machine: number;
  readonly ms: number;
  /** Replies that arrive after it, of Kiwoom and of the store. */
  readonly done: number;
}

const steps = (machines: number) =>
  fc.array(
    fc.record<Step>({
      what: fc.constantFrom(
        'issue',
        'ensure',
        'ensure',
        'revoke',
        'replace',
        'reject',
        'cut',
        'mend',
        'time',
        'flush',
      ),
      machine: fc.nat(machines - 1),
      ms: fc.constantFrom(1, 1000, 8000, 10 * minute, 12 * hour, 25 * hour),
      done: fc.nat(8),
    }),
    { minLength: 1, maxLength: 40 },
  );

/** Lets everything run that waits for nothing. */
const turn = (): Promise<void> => new Promise(setImmediate);

interface Machine {
  readonly manager: TokenManager;
  readonly link: FakeLink;
  /** Tokens whose revocation this machine has heard of. */
  readonly ended: Set<string>;
  /** How often its link had been cut when it got the lock; `undefined` if it went on without the store. */
  lockedAtCut: number | undefined;
}

/** Machines of one site, Kiwoom, and the store between them; what may never be is checked at every turn. */
class World {
  readonly clock = new FakeClock();
  readonly store = new FakeStore(this.clock);
  readonly machines: readonly Machine[];
  readonly #order: fc.Scheduler;
  readonly #kiwoom: FakeTokenApi;
  readonly #sealing = openSealing();
  readonly #open = new Set<Promise<unknown>>();
  /** Of the store, on their way. */
  readonly #replies = new Set<() => void>();
  /** Machines that ask Kiwoom for a token now, and were with the store all the while. */
  readonly #issuing = new Set<Machine>();

  constructor(count: number, order: fc.Scheduler) {
    this.#order = order;
    this.#kiwoom = new FakeTokenApi(this.clock);
    this.machines = Array.from({ length: count }, (_, index) => this.#machine(`machine ${index}`));
  }

  async take({ what, machine: index, ms, done }: Step): Promise<void> {
    const machine = this.machines[index];
    assert.ok(machine !== undefined);
    const { manager, link } = machine;
    const held = manager.current(profile);
    switch (what) {
      case 'issue':
        this.#start(manager.issue(profile));
        break;
      case 'ensure':
        this.#start(manager.ensure(profile));
        break;
      case 'revoke':
        this.#start(manager.revoke(profile));
        break;
      case 'replace':
        if (held !== undefined) this.#start(manager.replace(profile, held));
        break;
      case 'reject':
        if (held !== undefined) {
          this.#start(manager.reject(profile, held, new KiwoomError('token-invalid')));
        }
        break;
      case 'cut':
        link.cut();
        this.#issuing.delete(machine);
        break;
      case 'mend':
        if (link.isCut) link.mend();
        break;
      case 'flush':
        // The lock goes with it, of those too who have yet to ask.
        await this.#finish();
        this.store.flush();
        break;
      case 'time':
        await this.#pass(ms);
    }
    await this.#settle(done);
  }

  /** All is connected, everything comes to its end, and everybody reads once more. */
  async quiet(): Promise<void> {
    for (const { link } of this.machines) if (link.isCut) link.mend();
    await this.#finish();
    // One after the other, as each may have something to tell.
    for (const { manager } of [...this.machines, ...this.machines]) {
      this.#start(manager.load(profile));
      await this.#settle(Infinity);
    }
  }

  #start(work: Promise<unknown>): void {
    const over = work.then(
      () => undefined,
      (thrown: unknown) => {
        assert.ok(thrown instanceof KiwoomError, String(thrown));
      },
    );
    this.#open.add(over);
    void over.finally(() => this.#open.delete(over));
  }

  async #settle(replies: number): Promise<void> {
    await turn();
    this.#check();
    for (let count = 0; count < replies && this.#order.count() > 0; count += 1) {
      await this.#order.waitNext(1);
      await turn();
      this.#check();
    }
  }

  /** Hours pass only while nobody is at work: who slept with the lock has lost it. */
  async #pass(ms: number): Promise<void> {
    if (ms > longestPatienceMs) {
      await this.#finish();
      this.clock.advance(ms);
      return;
    }
    // In steps, so that holders of the lock give their signs of life, which arrive.
    for (let left = ms; left > 0; left -= 500) {
      await this.#storeReplies();
      this.clock.advance(Math.min(left, 500));
      await turn();
      this.#check();
    }
  }

  /** What was begun comes to its end. */
  async #finish(): Promise<void> {
    for (let rounds = 0; rounds < 1000; rounds += 1) {
      await this.#settle(Infinity);
      if (this.#open.size === 0) return;
      await this.#pass(500);
    }
    assert.fail('it comes to no end');
  }

  async #storeReplies(): Promise<void> {
    while (this.#replies.size > 0) {
      for (const arrive of [...this.#replies]) arrive();
      await turn();
    }
  }

  #check(): void {
    assert.ok(this.#issuing.size <= 1, 'two machines ask for a token at once');
    for (const { manager, ended } of this.machines) {
      const held = manager.current(profile)?.value.reveal();
      assert.ok(held === undefined || !ended.has(held), 'a token is used that was revoked');
    }
  }

  /** Arrives when its turn comes, or when time has to pass. */
  async #arrive(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const arrive = (): void => {
      resolve(undefined);
    };
    this.#replies.add(arrive);
    await Promise.race([promise, this.#order.schedule(Promise.resolve())]);
    this.#replies.delete(arrive);
  }

  #machine(name: string): Machine {
    const clock = new ServerClock(this.clock, unexpected);
    const scheduler = this.clock.schedulerOf(clock);
    const log = new RecordingLog();
    const link = new FakeLink(this.store, () => this.#arrive());
    let ids = 0;
    const newId = (): string => `${name}, ${++ids}`;
    const sealing = (): Promise<Sealing> => Promise.resolve(this.#sealing);
    const sharing = new Sharing({
      localStore: new MemoryTokenStore(),
      localLock: new MemoryLock(),
      clock,
      log,
      onTrouble: () => undefined,
    });
    sharing.use({
      states: new SharedStates({ link, names, clock, sealing, source: name }),
      lock: new SharedLock({
        link,
        names,
        clock: this.clock,
        scheduler,
        random: () => 0.5,
        newOwner: newId,
        log,
      }),
      shares: () => true,
    });
    const keyStore = new MemoryKeyStore();
    keyStore.put(profile, keys);
    const manager = new TokenManager({
      clock,
      api: this.#api(() => machine),
      keyStore,
      tokenStore: sharing,
      lock: {
        run: (name, signal, work, instead) =>
          sharing.run(
            name,
            signal,
            () => {
              machine.lockedAtCut = link.isCut ? undefined : link.cuts;
              return work();
            },
            instead,
          ),
      },
      log,
    });
    const machine: Machine = { manager, link, ended: new Set(), lockedAtCut: undefined };
    link.onMessage((text) => {
      const message = parseMessage(text);
      if (message?.event !== 'changed' || message.source === name) return;
      this.#start(this.#reload(machine));
    });
    link.onArrival(() => {
      this.#start(this.#reload(machine));
    });
    return machine;
  }

  async #reload(machine: Machine): Promise<void> {
    const revoked = this.store.field(names.state(profile.id), 'revoked');
    const { cuts, isCut } = machine.link;
    await machine.manager.load(profile);
    // Cut off meanwhile, it went by its own copy.
    if (revoked === undefined || isCut || machine.link.cuts > cuts) return;
    for (const each of revoked.split('\n')) {
      const { token } = this.#sealing.unsealToken(profile.id, keys, each);
      machine.ended.add(token.value.reveal());
    }
  }

  #api(machine: () => Machine): TokenApi {
    const reply = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.#order.schedule(Promise.resolve());
      return work();
    };
    return {
      host: () => this.#kiwoom.host(),
      revoke: (...asked) => reply(() => this.#kiwoom.revoke(...asked)),
      issue: async (...asked) => {
        const { link, lockedAtCut } = machine();
        if (link.cuts === lockedAtCut) this.#issuing.add(machine());
        this.#check();
        try {
          // Kiwoom tells the expiry to the second; many tokens are issued in one here.
          const issued = await reply(() => this.#kiwoom.issue(...asked));
          return { ...issued, expiresAt: Math.floor(issued.expiresAt / 1000) * 1000 };
        } finally {
          this.#issuing.delete(machine());
        }
      },
    };
  }
}

describe('Machines that share a token store, whatever happens', () => {
  for (const count of [2, 3]) {
    it(`ask one at a time, use nothing that they know was revoked, and agree in the end: ${count}`, async () => {
      await fc.assert(
        fc.asyncProperty(steps(count), fc.scheduler(), async (taken, order) => {
          const world = new World(count, order);
          for (const step of taken) {
            await world.take(step);
          }
          await world.quiet();
          const held = world.machines.map(({ manager }) =>
            manager.current(profile)?.value.reveal(),
          );
          assert.equal(new Set(held).size, 1, held.map(String).join(', '));
        }),
        { numRuns: 300 },
      );
    });
  }
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Environment, environments } from '../../../src/core/model/environment.ts';
import { CancelledError, KiwoomError } from '../../../src/core/base/errors.ts';
import { variableNames } from '../../../src/core/handover/injectedVariables.ts';
import type { RenewalPolicy } from '../../../src/core/lifecycle/renewalPolicy.ts';
import { type OneWindow, twoWindows, type World } from './twoWindows.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What happens next, and how many of the open reads, writes and requests are done after it. */
interface Step {
  readonly what: (typeof happenings)[number];
  readonly window: 0 | 1;
  readonly environment: Environment;
  readonly ms: number;
  readonly done: number;
}

const happenings = [
  'issue',
  'ensure',
  'revoke',
  'replace',
  'reject',
  'load',
  'switch',
  'time',
  'cancel',
  'death',
  'lost reply',
] as const;

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom(...happenings),
    window: fc.constantFrom(0, 1),
    environment: fc.constantFrom(...environments),
    ms: fc.constantFrom(1, 1000, minute, hour, 12 * hour, 24 * hour, 72 * hour),
    done: fc.nat(6),
  }),
  { minLength: 1, maxLength: 30 },
);

const policies = fc.constantFrom<RenewalPolicy>(
  { kind: 'off' },
  { kind: 'at-expiry' },
  { kind: 'revoke-and-issue', leadMs: 30 * minute },
);

/** Lets everything run that waits for nothing. */
const turn = (): Promise<void> => new Promise(setImmediate);

/** One history: what was started, and what may never be. */
class History {
  readonly #world: World;
  readonly #order: fc.Scheduler;
  readonly #open = new Set<Promise<void>>();
  /** What is not over yet, and since when. */
  readonly #begun = new Map<AbortController, number>();
  #cancelLast: AbortController | undefined;
  /** Tokens that a window itself saw end: revoked by it. */
  readonly #ended = new Map<OneWindow, Set<string>>();

  constructor(world: World, order: fc.Scheduler) {
    this.#world = world;
    this.#order = order;
  }

  async take({ what, window: index, environment, ms, done }: Step): Promise<void> {
    const { machine, server, profiles, windows } = this.#world;
    const window = windows[index];
    const { tokens, active } = window;
    const profile = profiles[environment];
    const held = tokens.current(profile);
    switch (what) {
      case 'issue':
        this.#start((signal) => tokens.issue(profile, signal));
        break;
      case 'ensure':
        this.#start(async (signal) => {
          // It may join an issue that began earlier.
          const asked = Math.min(machine.now(), ...this.#begun.values());
          const { expiresAt } = await tokens.ensure(profile, signal);
          assert.ok(expiresAt > asked, 'a token was handed out that had expired before');
        });
        break;
      case 'revoke':
        this.#start(async (signal) => {
          const outcome = await tokens.revoke(profile, signal);
          if (outcome === 'revoked' && held !== undefined)
            this.#endedIn(window).add(held.value.reveal());
        });
        break;
      case 'replace':
        if (held !== undefined) this.#start((signal) => tokens.replace(profile, held, signal));
        break;
      case 'reject':
        if (held === undefined) break;
        if (server.living(environment)?.value.equals(held.value) === true) server.kill(environment);
        this.#start(() => tokens.reject(profile, held, new KiwoomError('token-invalid')));
        break;
      case 'load':
        this.#start(() => tokens.load(profile));
        break;
      case 'switch':
        this.#start(() => active.choose(profile));
        break;
      case 'time':
        machine.advance(ms);
        break;
      case 'cancel':
        this.#cancelLast?.abort();
        break;
      case 'death':
        server.kill(environment);
        break;
      case 'lost reply':
        server.losesNextReply = true;
    }
    await turn();
    this.check();
    for (let count = 0; count < done && this.#order.count() > 0; count += 1) {
      await this.#order.waitNext(1);
      await turn();
      this.check();
    }
  }

  /** Everything that is open comes to its end, at this moment. */
  async quiet(): Promise<void> {
    while (this.#order.count() > 0) {
      await this.#order.waitNext(1);
      await turn();
      this.check();
    }
    await Promise.all(this.#open);
  }

  async loadAll(): Promise<void> {
    for (const environment of environments) {
      for (const window of [0, 1] as const) {
        await this.take({ what: 'load', window, environment, ms: 0, done: 0 });
        await this.quiet();
      }
    }
  }

  check(): void {
    const { server, machine, profiles, windows } = this.#world;
    assert.ok(server.mostInFlight <= 1, 'two calls for one key were open at once');
    for (const environment of environments) {
      const living = windows
        .map(({ tokens }) => tokens.current(profiles[environment]))
        .filter((token) => token !== undefined && token.expiresAt > machine.now())
        .map((token) => token?.value.reveal())
        .filter((value) => value === server.living(environment)?.value.reveal());
      assert.ok(new Set(living).size <= 1, 'two living tokens are current');
    }
    for (const window of windows) this.#checkVariables(window);
  }

  #checkVariables(window: OneWindow): void {
    const { profiles, machine } = this.#world;
    const { variables, tokens } = window;
    for (const names of Object.values(variableNames)) {
      const [value, host] = [variables[names.token], variables[names.host]];
      assert.equal(value === undefined, host === undefined, 'a token without its host');
      if (value === undefined) continue;
      const token = environments
        .map((environment) => tokens.current(profiles[environment]))
        .find((current) => current?.value.reveal() === value);
      assert.ok(token, `${names.token} holds a token that is not current`);
      assert.equal(token.host, host, `${names.token} would go to another server`);
      assert.ok(token.expiresAt > machine.now(), `${names.token} has expired`);
      assert.ok(!this.#endedIn(window).has(value), `${names.token} was revoked here`);
    }
  }

  #endedIn(window: OneWindow): Set<string> {
    const ended = this.#ended.get(window) ?? new Set();
    this.#ended.set(window, ended);
    return ended;
  }

  #start(work: (signal: AbortSignal) => Promise<unknown>): void {
    const cancel = new AbortController();
    this.#cancelLast = cancel;
    const running = work(cancel.signal).then(
      () => undefined,
      (thrown: unknown) => {
        const typed = thrown instanceof KiwoomError || thrown instanceof CancelledError;
        if (!typed) throw thrown;
      },
    );
    this.#begun.set(cancel, this.#world.machine.now());
    const over = (): boolean => this.#begun.delete(cancel);
    running.then(over, over);
    running.catch(() => undefined);
    this.#open.add(running);
  }
}

describe('Any interleaving of what two windows, time and the server do', () => {
  it('keeps one token per profile, valid variables, one call at a time, and ends in agreement', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), policies, steps, async (order, policy, happening) => {
        const world = await twoWindows(order, policy);
        const history = new History(world, order);
        try {
          for (const step of happening) await history.take(step);
          await history.quiet();
          const { profiles, windows } = world;
          // What a window does about what it reads is written, and read by the other one.
          for (let rounds = 0; rounds < 3; rounds += 1) await history.loadAll();
          for (const profile of Object.values(profiles)) {
            const [one, two] = windows.map(({ tokens }) => ({
              token: tokens.current(profile)?.value.reveal(),
              kind: tokens.state(profile.id).kind,
            }));
            assert.deepEqual(one, two);
          }
        } finally {
          world.end();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never hands out a token that expired while its issue was still being stored', async () => {
    // A machine that sleeps between the answer and the write: `ensure` joins the issue from before.
    const [order] = fc.sample(fc.scheduler(), 1);
    assert.ok(order);
    const { machine, profiles, windows, end } = await twoWindows(order, { kind: 'off' });
    const { tokens } = windows[0];
    const issuing = tokens.issue(profiles.mock);
    await turn();
    while (tokens.current(profiles.mock) === undefined) {
      await order.waitNext(1);
      await turn();
    }
    machine.advance(24 * hour);
    const ensuring = tokens.ensure(profiles.mock);
    while (order.count() > 0) {
      await order.waitNext(1);
      await turn();
    }
    await issuing;
    assert.ok((await ensuring).expiresAt > machine.now());
    end();
  });
});

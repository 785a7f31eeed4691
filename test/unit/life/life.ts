import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Verdict } from '../../../src/core/calls/apiCaller.ts';
import type { Environment } from '../../../src/core/model/environment.ts';
import type { IssueLedger, TrReply } from '../../../src/core/model/ports.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import type { RenewalPolicy } from '../../../src/core/lifecycle/renewalPolicy.ts';
import type { AccessToken } from '../../../src/core/model/token.ts';
import type { IssueOutcome, RevokeOutcome } from '../../../src/core/tokens/tokenManager.ts';
import { IssueLedgerFiles } from '../../../src/node/issueLedgerFiles.ts';
import { SealedTokenStore } from '../../../src/node/sealedTokenStore.ts';
import type { SimulatorControl } from '../../simulator/controlInterface.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { FakeClock } from '../fakes/fakeClock.ts';
import {
  MemoryIssueLedger,
  MemoryKeyStore,
  MemoryLock,
  MemoryTokenStore,
} from '../fakes/memoryStores.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';
import { Activity, WatchedStore } from './activity.ts';
import { LifeWindow } from './lifeWindow.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Where tokens and locks are: in real files, or in memory where a test is not about them. */
export type Storage = 'disk' | 'memory';

/**
 * One machine with its windows, its disk and its clock, and the simulated servers. Sockets are
 * real, files and locks too if asked for; time is the test's, for machine and servers alike.
 */
export class Life {
  readonly machine: FakeClock;
  readonly simulator: Simulator;
  readonly folder: string;
  readonly activity = new Activity();
  readonly keyStore = new MemoryKeyStore();
  readonly disk: WatchedStore;
  readonly issueLedger: IssueLedger;
  /** In place of the lock between processes. */
  readonly memoryLock: MemoryLock | undefined;
  readonly profiles: Readonly<Record<Environment, Profile>>;
  /** The profile that a row is about. */
  readonly profile: Profile;
  policy: RenewalPolicy = { kind: 'at-expiry' };
  readonly #windows: LifeWindow[] = [];
  readonly #opened: LifeWindow[] = [];

  static async begin(
    simulator: Simulator,
    machine: FakeClock,
    environment: Environment,
    storage: Storage = 'disk',
  ): Promise<Life> {
    const folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-life-'));
    const life = new Life(simulator, machine, environment, folder, storage);
    await life.openWindow();
    return life;
  }

  private constructor(
    simulator: Simulator,
    machine: FakeClock,
    environment: Environment,
    folder: string,
    storage: Storage,
  ) {
    this.simulator = simulator;
    this.machine = machine;
    this.folder = folder;
    const store =
      storage === 'disk'
        ? new SealedTokenStore(this.tokenFolder, () => true)
        : new MemoryTokenStore();
    this.disk = new WatchedStore(store, this.activity);
    this.issueLedger =
      storage === 'disk'
        ? this.activity.ledger(new IssueLedgerFiles(path.join(folder, 'issues')))
        : new MemoryIssueLedger();
    this.memoryLock = storage === 'memory' ? new MemoryLock() : undefined;
    this.profiles = { real: this.#addProfile('real'), mock: this.#addProfile('mock') };
    this.profile = this.profiles[environment];
  }

  get tokenFolder(): string {
    return path.join(this.folder, 'tokens');
  }

  get lockFolder(): string {
    return path.join(this.folder, 'locks');
  }

  get server(): SimulatorControl {
    return this.simulator.control;
  }

  /** The window in which the user is. */
  get window(): LifeWindow {
    const window = this.#windows.at(-1);
    if (window === undefined) throw new Error('No window is open.');
    return window;
  }

  /** Another window, in a process of its own; the user is there from now on. */
  async openWindow(): Promise<LifeWindow> {
    const window = await LifeWindow.open(this);
    this.#windows.push(window);
    this.#opened.push(window);
    return window;
  }

  /** How often the windows asked the server by themselves whether a token is still taken. */
  get ownChecks(): number {
    const lines = this.#opened.flatMap(({ log }) => log.lines);
    return lines.filter(
      ({ event, fields }) =>
        event === 'token-checked' ||
        (event === 'verification-failed' && fields['error'] !== 'connection-refused'),
    ).length;
  }

  /** The window's process ends; nothing that it had under way goes on. */
  closeWindow(): void {
    this.#windows.pop()?.dispose();
  }

  async end(): Promise<void> {
    while (this.#windows.length > 0) this.closeWindow();
    await rm(this.folder, { recursive: true, force: true });
  }

  issue(): Promise<IssueOutcome> {
    return this.until(this.window.tokens.issue(this.profile));
  }

  ensure(): Promise<AccessToken> {
    return this.until(this.window.tokens.ensure(this.profile));
  }

  revoke(): Promise<RevokeOutcome> {
    return this.until(this.window.tokens.revoke(this.profile));
  }

  call(apiId = 'ka00001', body: Readonly<Record<string, unknown>> = {}): Promise<TrReply> {
    return this.until(this.window.caller.call(this.profile, apiId, body));
  }

  verify(): Promise<Verdict> {
    return this.until(this.window.caller.verify(this.profile));
  }

  /** The machine is awake for `ms`, and whatever that starts is done. */
  async pass(ms: number): Promise<void> {
    await this.settle();
    for (let left = ms; left > 0 || this.machine.untilNext === 0;) {
      const step = Math.min(left, this.machine.untilNext);
      this.machine.advance(step);
      left -= step;
      await this.settle();
    }
  }

  /** The machine sleeps for `ms` and wakes up. */
  async sleep(ms: number): Promise<void> {
    this.machine.jump(ms);
    await this.pass(0);
  }

  /** Somebody sets the machine's clock; the servers' stay right. */
  async setClock(aheadMs: number): Promise<void> {
    this.machine.jump(aheadMs);
    this.server.advanceClock(-aheadMs);
    await this.pass(0);
  }

  /** Lets time pass for as long as `work` needs. */
  async until<T>(work: Promise<T>): Promise<T> {
    const progress = { over: false };
    const over = (): void => {
      progress.over = true;
    };
    work.then(over, over);
    await this.settle();
    while (!progress.over) await this.pass(this.machine.untilNext);
    return work;
  }

  /** Until everything that is open waits for the clock, or for the test. */
  async settle(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 5;) {
      await new Promise(setImmediate);
      quietTurns = this.activity.count === this.#heldCalls() ? quietTurns + 1 : 0;
    }
  }

  /** Calls that a server does not answer on purpose. */
  #heldCalls(): number {
    const pending = this.server.calls({ outcome: 'pending' });
    return pending.filter(({ fault }) => fault === 'hold' || fault === 'noAnswer').length;
  }

  #addProfile(environment: Environment): Profile {
    const { account, appkey, secretkey } = this.simulator.accounts[environment][0];
    const profile = testProfile(environment, { label: account });
    this.keyStore.put(profile, testKeys(appkey, secretkey));
    return profile;
  }
}

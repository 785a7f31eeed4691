import type { Disposable } from '../../../src/core/base/event.ts';
import { KiwoomError } from '../../../src/core/base/errors.ts';
import type { Clock } from '../../../src/core/model/ports.ts';
import {
  acquireScript,
  arrivedScript,
  extendScript,
  leaveTurnScript,
  presenceScript,
  readScript,
  releaseScript,
  revokeScript,
  turnScript,
  writeScript,
} from '../../../src/redis/scripts.ts';

type State = readonly (string | null)[];

interface Entry {
  value: string | Map<string, string>;
  /** Epoch ms of the store's clock. */
  expiresAt: number;
}

/**
 * A Redis server in memory that knows what the scripts do; a test compares it with a real one. A script
 * is done when it is sent, and its reply comes when the machine's own link lets it.
 */
export class FakeStore {
  /** Scripts that were run. */
  commands = 0;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(message: string) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  onMessage(listener: (message: string) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  run(script: string, keys: readonly string[], args: readonly string[]): unknown {
    this.commands += 1;
    const [a = '', b = '', c = ''] = keys;
    switch (script) {
      case readScript:
        return this.#state(a);
      case acquireScript:
        return this.#acquire(a, b, c, args);
      case extendScript:
        return this.#extend(a, args);
      case releaseScript:
        return this.#release(a, args);
      case writeScript:
        return this.#write(a, b, args);
      case revokeScript:
        return this.#revoke(a, b, args);
      case presenceScript:
        return this.#presence(a, args);
      case turnScript:
        return this.#turn(a, args);
      case arrivedScript:
        return this.#arrived(a, args);
      case leaveTurnScript:
        return this.#leaveTurn(a, args);
      default:
        throw new Error('a script that the fake does not know');
    }
  }

  flush(): void {
    this.#entries.clear();
  }

  /** A field of an account's state. */
  field(key: string, name: string): string | undefined {
    return this.#hash(key)?.get(name);
  }

  #acquire(lock: string, fence: string, state: string, [owner = '', ms]: readonly string[]) {
    const held = this.#live(lock);
    if (held !== undefined) return [0, held.expiresAt - this.#clock.now()];
    this.#put(lock, owner, Number(ms));
    const next = this.#grown(this.#text(fence));
    this.#put(fence, next, 172_800_000);
    return [1, next, this.#state(state)];
  }

  #extend(lock: string, [owner, ms]: readonly string[]): number {
    if (this.#text(lock) !== owner) return 0;
    this.#put(lock, owner ?? '', Number(ms));
    return 1;
  }

  #release(lock: string, [owner, , message = '']: readonly string[]): number {
    if (this.#text(lock) !== owner) return 0;
    this.#entries.delete(lock);
    this.#publish(message);
    return 1;
  }

  #write(state: string, fence: string, args: readonly string[]): string {
    const [mine = '', expected = '', , message = '', sealed = '', ms] = args;
    const refused = this.#refusal(state, fence, mine, expected);
    if (refused !== undefined) return refused;
    this.#set(state, Number(ms), { sealed });
    this.#publish(message);
    return 'written';
  }

  #revoke(state: string, fence: string, args: readonly string[]): string {
    const [mine = '', expected = '', , message = '', told = '', ms, keeps] = args;
    const refused = this.#refusal(state, fence, mine, expected);
    if (refused !== undefined) return refused;
    const revoked = told === '' ? this.#hash(state)?.get('sealed') : told;
    if (revoked !== undefined) {
      const before = this.#hash(state)?.get('revoked') ?? '';
      const list = `${before}\n${revoked}`.split('\n').filter((each) => each !== '');
      this.#set(state, Number(ms), { revoked: list.slice(-8).join('\n') });
      if (keeps !== '1') this.#hash(state)?.delete('sealed');
    }
    this.#publish(message);
    return 'written';
  }

  #presence(key: string, [machine = '', seconds]: readonly string[]): number {
    const now = Math.floor(this.#clock.now() / 1000);
    const seen = this.#hash(key) ?? new Map<string, string>();
    // In the order of their last signs of life.
    seen.delete(machine);
    seen.set(machine, String(now));
    for (const [name, at] of seen) {
      if (Number(at) > now - Number(seconds)) break;
      seen.delete(name);
    }
    this.#put(key, seen, Number(seconds) * 1000);
    return seen.size;
  }

  #turn(key: string, args: readonly string[]): number {
    const [id = ''] = args;
    const [limit = 1, window = 0, way = 0, longest = 0] = args.slice(1).map(Number);
    const now = this.#clock.now() * 1000;
    const calls = this.#hash(key) ?? new Map<string, string>();
    for (const [name, at] of calls) {
      if (Number(at) <= now - window || Number(at) >= now + longest + window) calls.delete(name);
    }
    const latest = [...calls.values()].map(Number).sort((x, y) => y - x)[limit - 1];
    const wait = latest === undefined ? 0 : Math.max(0, Math.ceil((latest + window - now) / 1000));
    if (wait * 1000 > longest) return -1;
    const arrival = now + wait * 1000 + way;
    calls.set(id, String(arrival));
    const left = (this.#live(key)?.expiresAt ?? 0) - this.#clock.now();
    this.#put(key, calls, Math.max(left, Math.ceil((arrival + window - now) / 1000) + 1000));
    return wait;
  }

  #arrived(key: string, [id = '']: readonly string[]): number {
    this.#lower(key, id, this.#clock.now() * 1000);
    return 1;
  }

  #leaveTurn(key: string, [id = '']: readonly string[]): number {
    this.#lower(key, id, 0);
    return 1;
  }

  #lower(key: string, id: string, score: number): void {
    const calls = this.#hash(key);
    const before = calls?.get(id);
    if (before !== undefined) calls?.set(id, String(Math.min(Number(before), score)));
  }

  #refusal(state: string, fence: string, mine: string, expected: string): string | undefined {
    const current = this.#state(state);
    if (typeof current === 'string') return current;
    if (mine !== '') {
      const latest = this.#text(fence);
      return latest !== undefined && Number(latest) > Number(mine) ? 'outrun' : undefined;
    }
    return (current[3] ?? '') === expected ? undefined : 'changed';
  }

  #state(key: string): State | 'foreign' {
    const entry = this.#live(key);
    if (entry === undefined) return [null, null, null, null];
    if (typeof entry.value === 'string' || entry.value.get('v') !== '1') return 'foreign';
    const { value } = entry;
    return ['v', 'sealed', 'revoked', 'version'].map((name) => value.get(name) ?? null);
  }

  #set(key: string, ms: number, fields: Readonly<Record<string, string>>): void {
    const left = (this.#live(key)?.expiresAt ?? 0) - this.#clock.now();
    const hash = this.#hash(key) ?? new Map<string, string>();
    const version = this.#grown(hash.get('version'));
    for (const [name, value] of Object.entries({ v: '1', ...fields, version })) {
      hash.set(name, value);
    }
    this.#put(key, hash, Math.max(ms, left));
  }

  #grown(before: string | undefined): string {
    return String(Math.max(this.#clock.now() * 1000, Number(before ?? 0) + 1));
  }

  #put(key: string, value: Entry['value'], ms: number): void {
    this.#entries.set(key, { value, expiresAt: this.#clock.now() + ms });
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.expiresAt <= this.#clock.now()) this.#entries.delete(key);
    return this.#entries.get(key);
  }

  #text(key: string): string | undefined {
    const value = this.#live(key)?.value;
    return typeof value === 'string' ? value : undefined;
  }

  #hash(key: string): Map<string, string> | undefined {
    const value = this.#live(key)?.value;
    return typeof value === 'object' ? value : undefined;
  }

  #publish(message: string): void {
    for (const listener of [...this.#listeners]) listener(message);
  }
}

/** A machine's way to the store. */
export class FakeLink {
  #cut = false;
  readonly #store: FakeStore;
  readonly #arrive: () => Promise<void>;
  readonly #arrivals = new Set<() => void>();

  /** @param arrive resolves when a reply or message may arrive */
  constructor(store: FakeStore, arrive: () => Promise<void> = () => Promise.resolve()) {
    this.#store = store;
    this.#arrive = arrive;
  }

  get isCut(): boolean {
    return this.#cut;
  }

  /** How often it was cut. */
  cuts = 0;

  cut(): void {
    this.#cut = true;
    this.cuts += 1;
  }

  async run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    this.#mustServe();
    const reply = this.#store.run(script, keys, args);
    await this.#arrive();
    // It was done over there, and nobody here learns of it.
    this.#mustServe();
    return reply;
  }

  onMessage(listener: (message: string) => void): Disposable {
    return this.#store.onMessage((message) => {
      if (this.#cut) return;
      void this.#arrive().then(() => {
        if (!this.#cut) listener(message);
      });
    });
  }

  onArrival(listener: () => void): Disposable {
    this.#arrivals.add(listener);
    return { dispose: () => void this.#arrivals.delete(listener) };
  }

  mend(): void {
    this.#cut = false;
    for (const listener of [...this.#arrivals]) listener();
  }

  #mustServe(): void {
    if (this.#cut) throw new KiwoomError('shared-tokens-unreachable');
  }
}

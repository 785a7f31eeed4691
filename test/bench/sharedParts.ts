import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createDomain } from '../../src/core/domain.ts';
import * as sealing from '../../src/node/sealing.ts';
import { systemClock, SystemScheduler } from '../../src/node/systemClock.ts';
import { parseStoreAddress } from '../../src/redis/address.ts';
import { SharedTokens } from '../../src/redis/sharedTokens.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';
import { ToldProcess } from '../unit/fakes/toldProcess.ts';
import type { Order } from '../unit/redis/machineProcess.ts';
import { type Access, realPorts, silentLog } from './tokenParts.ts';

/** The real domain of one computer, connected to the shared token store at `url`. */
export async function sharedDomain(access: Access, url: string, site = 'bench') {
  const ports = realPorts(access, new SystemScheduler(systemClock));
  const shared = new SharedTokens({
    localStore: ports.tokenStore,
    localLock: ports.lock,
    clock: ports.clock,
    machineClock: systemClock,
    scheduler: ports.scheduler,
    random: Math.random,
    newId: randomUUID,
    machine: () => access.folder,
    sealing: () => Promise.resolve(sealing),
    left: { ids: () => [], set: unexpected },
    onLeave: unexpected,
    log: silentLog,
    onListenerError: unexpected,
  });
  const profile = testProfile(access.environment);
  const sharing = { tokenStore: shared.sharing, lock: shared.sharing };
  const { tokens, dispose } = createDomain({ ...ports, ...sharing });
  shared.onStale(() => void tokens.load(profile));
  await shared.use({ ...parseStoreAddress(url), site });
  return {
    tokens,
    profile,
    dispose: () => {
      dispose();
      shared.dispose();
    },
  };
}

export const crowdSize = { machines: 8, callers: 1_000 } as const;

class Machine extends ToldProcess<Order> {
  constructor() {
    super(path.resolve(import.meta.dirname, '../unit/redis/machineProcess.ts'));
  }
}

/** Computers with one store, each a process. */
export class Crowd {
  readonly first: Machine;
  readonly #machines: readonly Machine[];

  private constructor(first: Machine, others: readonly Machine[]) {
    this.first = first;
    this.#machines = [first, ...others];
  }

  static async start({ url, appkey, secretkey }: Access, store: string): Promise<Crowd> {
    const others = Array.from({ length: crowdSize.machines - 1 }, () => new Machine());
    const crowd = new Crowd(new Machine(), others);
    await crowd.#all(() => {
      const folder = makeTemporaryFolder('bench');
      return { kind: 'start', setting: { folder, kiwoom: url, store, appkey, secretkey } };
    });
    return crowd;
  }

  /** All callers ask at once; resolves when each has the token. */
  async ensure(): Promise<void> {
    const callers = crowdSize.callers / crowdSize.machines;
    const tokens = await this.#all(() => ({ kind: 'ensure', callers }));
    if (new Set(tokens).size > 1) throw new Error('The callers got several tokens.');
  }

  /** Revokes it, and resolves when no computer holds it. */
  async loseToken(): Promise<void> {
    await this.first.tell({ kind: 'revoke' });
    for (const machine of this.#machines) {
      while ((await machine.tell({ kind: 'current' })) !== 'none') await delay(5);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#machines.map((machine) => machine.kill()));
  }

  #all(order: () => Order): Promise<string[]> {
    return Promise.all(this.#machines.map((machine) => machine.tell(order())));
  }
}

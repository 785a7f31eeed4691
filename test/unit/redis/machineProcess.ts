import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createDomain } from '../../../src/core/domain.ts';
import type { TokenApi } from '../../../src/core/model/ports.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { createAxiosTransport } from '../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../src/kiwoom/oauthClient.ts';
import { FileLock } from '../../../src/node/fileLock.ts';
import * as sealing from '../../../src/node/sealing.ts';
import { SealedTokenStore } from '../../../src/node/sealedTokenStore.ts';
import { systemClock, SystemScheduler } from '../../../src/node/systemClock.ts';
import { parseStoreAddress } from '../../../src/redis/address.ts';
import { SharedTokens } from '../../../src/redis/sharedTokens.ts';
import { MemoryKeyStore, RecordingLog } from '../fakes/memoryStores.ts';
import { testPorts } from '../fakes/testPorts.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';

/** What the test tells a machine to do; it answers each with a message of its own. */
export type Order =
  | { readonly kind: 'start'; readonly setting: Setting }
  | { readonly kind: 'ensure'; readonly callers: number }
  /** Asks Kiwoom, and keeps the answer to itself: it neither stores nor shares it until it is told to go on. */
  | { readonly kind: 'issue-and-wait' }
  | { readonly kind: 'go-on' }
  | { readonly kind: 'replace' }
  | { readonly kind: 'revoke' }
  | { readonly kind: 'current' };

export interface Setting {
  /** This machine's own. */
  readonly folder: string;
  readonly kiwoom: string;
  readonly store: string;
  readonly appkey: string;
  readonly secretkey: string;
  /** Time after which the lock of a silent holder expires. */
  readonly lockHeldMs?: number;
}

const profile = testProfile('mock');

/** One computer's worth of the extension, without the editor. */
async function start({ folder, kiwoom, store, appkey, secretkey, lockHeldMs }: Setting) {
  const clock = new ServerClock(systemClock, unexpected);
  const scheduler = new SystemScheduler(clock);
  const log = new RecordingLog();
  const keyStore = new MemoryKeyStore();
  keyStore.put(profile, testKeys(appkey, secretkey));
  const shared = new SharedTokens({
    localStore: new SealedTokenStore(path.join(folder, 'tokens'), () => true),
    localLock: new FileLock({
      folder: path.join(folder, 'locks'),
      clock: systemClock,
      scheduler,
      log,
    }),
    clock,
    machineClock: systemClock,
    scheduler,
    random: Math.random,
    newId: randomUUID,
    machine: () => folder,
    sealing: () => Promise.resolve(sealing),
    left: { ids: () => [], set: () => undefined },
    onLeave: () => undefined,
    log,
    onListenerError: unexpected,
    ...(lockHeldMs === undefined ? {} : { lockHeldMs }),
  });
  const client = new OAuthClient(createAxiosTransport(scheduler), () => kiwoom, 'test');
  const waiting: { begin?: () => void; until?: Promise<void> } = {};
  const tokenApi: TokenApi = {
    host: (environment) => client.host(environment),
    revoke: (...asked) => client.revoke(...asked),
    issue: async (...asked) => {
      const issued = await client.issue(...asked);
      waiting.begin?.();
      await waiting.until;
      return issued;
    },
  };
  const sharing = { tokenStore: shared.sharing, lock: shared.sharing };
  const { tokens } = createDomain(
    testPorts({ clock, scheduler, tokenApi, keyStore, log, ...sharing }),
  );
  shared.onStale(() => void tokens.load(profile));
  const { promise: connected, resolve } = Promise.withResolvers<undefined>();
  shared.onDidChange(() => {
    if (shared.status(profile.id).kind === 'shared') resolve(undefined);
  });
  await shared.use({ ...parseStoreAddress(store), site: 'office' });
  // On a busy machine the first attempt may take too long.
  await connected;
  return { tokens, waiting };
}

let started: Awaited<ReturnType<typeof start>> | undefined;
let goOn: () => void = () => undefined;

async function obey(order: Order): Promise<string> {
  if (order.kind === 'start') {
    started = await start(order.setting);
    return 'ready';
  }
  if (started === undefined) throw new Error('not started');
  const { tokens, waiting } = started;
  switch (order.kind) {
    case 'ensure': {
      const callers = Array.from({ length: order.callers }, () => tokens.ensure(profile));
      const values = (await Promise.all(callers)).map(({ value }) => value.reveal());
      return [...new Set(values)].join();
    }
    case 'issue-and-wait': {
      waiting.until = new Promise((resolve) => (goOn = resolve));
      return new Promise((resolve) => {
        waiting.begin = () => {
          resolve('issued');
        };
        void tokens.ensure(profile);
      });
    }
    case 'go-on':
      goOn();
      return 'going on';
    case 'replace': {
      const { token } = await tokens.replace(profile, await tokens.ensure(profile));
      return token.value.reveal();
    }
    case 'revoke':
      return tokens.revoke(profile);
    case 'current':
      return tokens.current(profile)?.value.reveal() ?? 'none';
  }
}

process.on('message', (order: Order) => {
  void obey(order).then((answer) => process.send?.(answer));
});

import path from 'node:path';
import { createDomain } from '../../../src/core/domain.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { createAxiosTransport } from '../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../src/kiwoom/oauthClient.ts';
import { FileLock } from '../../../src/node/fileLock.ts';
import { SealedTokenStore } from '../../../src/node/sealedTokenStore.ts';
import { systemClock, SystemScheduler } from '../../../src/node/systemClock.ts';
import { MemoryKeyStore, RecordingLog } from '../fakes/memoryStores.ts';
import { testPorts } from '../fakes/testPorts.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';

/** What the test tells a process to do; it answers each with a message of its own. */
export type Order =
  | { readonly kind: 'start'; readonly setting: Setting }
  | { readonly kind: 'ensure'; readonly callers: number }
  | { readonly kind: 'hold-lock' };

export interface Setting {
  readonly folder: string;
  readonly url: string;
  readonly appkey: string;
  readonly secretkey: string;
}

const profile = testProfile('mock');

/** One window's worth of the extension, without the editor. */
function start({ folder, url, appkey, secretkey }: Setting) {
  const clock = new ServerClock(systemClock, unexpected);
  const scheduler = new SystemScheduler(clock);
  const log = new RecordingLog();
  const keyStore = new MemoryKeyStore();
  keyStore.put(profile, testKeys(appkey, secretkey));
  const locks = path.join(folder, 'locks');
  const lock = new FileLock({ folder: locks, clock: systemClock, scheduler, log, staleMs: 2000 });
  const tokenApi = new OAuthClient(createAxiosTransport(scheduler), () => url, 'test');
  const tokenStore = new SealedTokenStore(path.join(folder, 'tokens'), () => true);
  const { tokens } = createDomain(
    testPorts({ clock, scheduler, tokenApi, keyStore, tokenStore, lock, log }),
  );
  return { tokens, lock };
}

let started: ReturnType<typeof start> | undefined;

async function obey(order: Order): Promise<string> {
  if (order.kind === 'start') {
    started = start(order.setting);
    return 'ready';
  }
  if (started === undefined) throw new Error('not started');
  const { tokens, lock } = started;
  if (order.kind === 'hold-lock') {
    return new Promise((resolve) => {
      void lock.run(profile.id, new AbortController().signal, () => {
        resolve('held');
        return new Promise(() => undefined);
      });
    });
  }
  const callers = Array.from({ length: order.callers }, () => tokens.ensure(profile));
  const values = (await Promise.all(callers)).map(({ value }) => value.reveal());
  return [...new Set(values)].join();
}

process.on('message', (order: Order) => {
  void obey(order).then((answer) => process.send?.(answer));
});

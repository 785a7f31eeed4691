import path from 'node:path';
import type { Environment } from '../../src/core/model/environment.ts';
import { createDomain, type DomainPorts } from '../../src/core/domain.ts';
import type { Log, Scheduler } from '../../src/core/model/ports.ts';
import type { Profile } from '../../src/core/model/profile.ts';
import { ServerClock } from '../../src/core/time/serverClock.ts';
import { createAxiosTransport } from '../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../src/kiwoom/oauthClient.ts';
import { trFacts } from '../../src/kiwoom/trCatalogue.ts';
import { TrClient } from '../../src/kiwoom/trClient.ts';
import { FileLock } from '../../src/node/fileLock.ts';
import { SealedTokenStore } from '../../src/node/sealedTokenStore.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { MemoryKeyStore } from '../unit/fakes/memoryStores.ts';
import { testPorts, testPreferences } from '../unit/fakes/testPorts.ts';
import { testKeys, testProfile } from '../unit/fakes/testProfile.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';

/** What a process needs to know to issue tokens. */
export interface Access {
  readonly environment: Environment;
  readonly url: string;
  readonly appkey: string;
  readonly secretkey: string;
  /** For tokens and locks. */
  readonly folder: string;
}

export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};

export function keyStoreWith(profile: Profile, appkey: string, secretkey: string): MemoryKeyStore {
  const keyStore = new MemoryKeyStore();
  keyStore.put(profile, testKeys(appkey, secretkey));
  return keyStore;
}

/** The real HTTP client, disk and lock. */
export function realPorts(
  { environment, url, appkey, secretkey, folder }: Access,
  scheduler: Scheduler,
): DomainPorts {
  const transport = createAxiosTransport(scheduler);
  const userAgent = 'kiwoom-rest-auth/bench';
  return testPorts({
    clock: new ServerClock(systemClock, unexpected),
    scheduler,
    tokenApi: new OAuthClient(transport, () => url, userAgent),
    trApi: new TrClient(transport, userAgent),
    trFacts,
    keyStore: keyStoreWith(testProfile(environment), appkey, secretkey),
    tokenStore: new SealedTokenStore(path.join(folder, 'tokens'), () => true),
    lock: new FileLock({
      folder: path.join(folder, 'locks'),
      clock: systemClock,
      scheduler,
      log: silentLog,
    }),
    random: Math.random,
    log: silentLog,
  });
}

/** The domain as the extension builds it, with the real HTTP client, disk and lock. */
export function realDomain(access: Access, scheduler: Scheduler, preferences = testPreferences()) {
  const domain = createDomain({ ...realPorts(access, scheduler), preferences });
  return { ...domain, profile: testProfile(access.environment) };
}

import path from 'node:path';
import type { Environment } from '../../src/core/model/environment.ts';
import type { Log, Scheduler, TokenApi } from '../../src/core/model/ports.ts';
import type { Profile } from '../../src/core/model/profile.ts';
import { ServerClock } from '../../src/core/time/serverClock.ts';
import { TokenManager, type TokenManagerParts } from '../../src/core/tokens/tokenManager.ts';
import { createAxiosTransport } from '../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../src/kiwoom/oauthClient.ts';
import { FileLock } from '../../src/node/fileLock.ts';
import { SealedTokenStore } from '../../src/node/sealedTokenStore.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import { MemoryKeyStore } from '../unit/fakes/memoryStores.ts';
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

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

export function keyStoreWith(profile: Profile, appkey: string, secretkey: string): MemoryKeyStore {
  const keyStore = new MemoryKeyStore();
  keyStore.put(profile, testKeys(appkey, secretkey));
  return keyStore;
}

/** The token manager as the extension builds it, with the real HTTP client, disk and lock. */
export function realTokens(access: Access, scheduler: Scheduler) {
  const { environment, url, appkey, secretkey, folder } = access;
  const clock = new ServerClock(systemClock, unexpected);
  const transport = createAxiosTransport(scheduler);
  const api: TokenApi = new OAuthClient(transport, () => url, 'kiwoom-rest-auth/bench');
  const profile = testProfile(environment);
  const keyStore = keyStoreWith(profile, appkey, secretkey);
  const parts: TokenManagerParts = {
    clock,
    api,
    keyStore,
    tokenStore: new SealedTokenStore(path.join(folder, 'tokens'), () => true),
    lock: new FileLock({ folder: path.join(folder, 'locks'), scheduler, log: silentLog }),
    log: silentLog,
  };
  return { clock, transport, profile, keyStore, tokens: new TokenManager(parts) };
}

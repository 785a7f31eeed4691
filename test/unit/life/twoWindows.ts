import type { Scheduler as ScheduledOrder } from 'fast-check';
import type { ActiveProfile } from '../../../src/core/accounts/activeProfile.ts';
import { createDomain } from '../../../src/core/domain.ts';
import { environments } from '../../../src/core/model/environment.ts';
import { injectedVariables } from '../../../src/core/handover/injectedVariables.ts';
import type { StoredToken } from '../../../src/core/model/ports.ts';
import type { AppKeys, Profile } from '../../../src/core/model/profile.ts';
import type { RenewalPolicy } from '../../../src/core/lifecycle/renewalPolicy.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import type { AccessToken } from '../../../src/core/model/token.ts';
import type { TokenManager } from '../../../src/core/tokens/tokenManager.ts';
import { ProcessEnvInjection } from '../../../src/vscode/injection/processEnvInjection.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import {
  MemoryKeyStore,
  MemoryLocks,
  MemoryTokenStore,
  RecordingLog,
} from '../fakes/memoryStores.ts';
import { testPorts, testPreferences } from '../fakes/testPorts.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { StickyServer } from './stickyServer.ts';

type Way = (label: string) => Promise<unknown>;

/** A disk whose reads and writes are done in any order. */
class UnhurriedStore extends MemoryTokenStore {
  readonly #way: Way;

  constructor(way: Way) {
    super();
    this.#way = way;
  }

  override async read(profileId: string, keys: AppKeys): Promise<StoredToken> {
    await this.#way('read');
    return super.read(profileId, keys);
  }

  override async write(id: string, keys: AppKeys, token: AccessToken, dead: boolean) {
    await this.#way('write');
    return super.write(id, keys, token, dead);
  }

  override async remove(profileId: string): Promise<void> {
    await this.#way('remove');
    return super.remove(profileId);
  }
}

export interface OneWindow {
  readonly tokens: TokenManager;
  readonly active: ActiveProfile;
  /** The process variables that `.http` clients read. */
  readonly variables: NodeJS.ProcessEnv;
  readonly clock: ServerClock;
}

export interface World {
  readonly machine: FakeClock;
  readonly server: StickyServer;
  readonly profiles: Readonly<Record<'real' | 'mock', Profile>>;
  readonly windows: readonly [OneWindow, OneWindow];
  readonly end: () => void;
}

/** Two windows on one machine, each joined as the extension joins it. */
export async function twoWindows(order: ScheduledOrder, policy: RenewalPolicy): Promise<World> {
  const way: Way = (label) => order.schedule(Promise.resolve(), label);
  const machine = new FakeClock();
  const server = new StickyServer(machine, way);
  const tokenStore = new UnhurriedStore(way);
  const lock = new MemoryLocks();
  const keyStore = new MemoryKeyStore();
  const profileOf = (environment: 'real' | 'mock'): Profile => {
    const profile = testProfile(environment);
    keyStore.put(profile, testKeys(environment));
    return profile;
  };
  const ends: (() => void)[] = [];

  const open = async (): Promise<OneWindow> => {
    const clock = new ServerClock(machine, unexpected);
    const scheduler = machine.schedulerOf(clock);
    const log = new RecordingLog();
    const preferences = testPreferences({ renewalPolicy: () => policy });
    const shared = { tokenApi: server, keyStore, tokenStore, lock };
    const domain = createDomain(testPorts({ clock, scheduler, ...shared, preferences, log }));
    const { profiles, active, tokens, watch } = domain;
    await profiles.refresh();
    const variables: NodeJS.ProcessEnv = {};
    const wanted = () =>
      injectedVariables(
        active.current,
        (environment) => active.lastUsedIn(environment),
        (profile) => tokens.current(profile),
      );
    const injection = new ProcessEnvInjection(variables, wanted, log);
    const update = (): void => {
      injection.update();
    };
    watch.onDidChange(update);
    active.onDidChange(update);
    ends.push(domain.dispose);
    return { tokens, active, variables, clock };
  };

  const [real, mock] = environments.map(profileOf);
  if (real === undefined || mock === undefined) throw new Error('There are two environments.');
  const end = (): void => {
    for (const close of ends) close();
  };
  const windows = [await open(), await open()] as const;
  return { machine, server, profiles: { real, mock }, windows, end };
}

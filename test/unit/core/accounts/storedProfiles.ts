import { ActiveProfile } from '../../../../src/core/accounts/activeProfile.ts';
import type { Environment } from '../../../../src/core/model/environment.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { Profiles } from '../../../../src/core/accounts/profiles.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import { fingerprint } from '../../../../src/node/fingerprint.ts';
import { MemoryChoices } from '../../fakes/memoryChoices.ts';
import { FakeClock } from '../../fakes/fakeClock.ts';
import { MemoryKeyStore } from '../../fakes/memoryStores.ts';
import { unexpected } from '../../fakes/unexpected.ts';

export const keysOf = (name: string) => ({
  appkey: new Secret(`app ${name}`),
  secretkey: new Secret(`secret ${name}`),
});

/** The profiles of a key store in memory, and which of them is in use. */
export function storedProfiles() {
  const keyStore = new MemoryKeyStore();
  const clock = new FakeClock();
  const profiles = new Profiles({ keyStore, clock, fingerprint, onListenerError: unexpected });
  const add = async (environment: Environment, label: string): Promise<Profile> => {
    const keys = keysOf(`${environment} ${label}`);
    const profile = profiles.draft(environment, label, keys);
    await profiles.add(profile, keys);
    return profile;
  };
  const choices = new MemoryChoices();
  const active = new ActiveProfile(profiles, choices, unexpected);
  return { keyStore, clock, profiles, add, active, choices };
}

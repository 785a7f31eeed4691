import type { Environment } from '../../../src/core/model/environment.ts';
import type { AppKeys, Profile } from '../../../src/core/model/profile.ts';
import { Secret } from '../../../src/core/base/secret.ts';

/** One of an environment, always the same; a test names what it is about. */
export function testProfile(environment: Environment, named: Partial<Profile> = {}): Profile {
  const id = `${environment}-0123456789abcdef`;
  return { id, environment, label: '', addedAt: 0, formerIds: [], ...named };
}

export function testKeys(appkey = 'app', secretkey = 'secret'): AppKeys {
  return { appkey: new Secret(appkey), secretkey: new Secret(secretkey) };
}

import { KiwoomError } from '../../core/base/errors.ts';
import type { Secret } from '../../core/base/secret.ts';
import type { Profile } from '../../core/model/profile.ts';

export interface Pass {
  readonly value: Secret;
  /** Where it is taken. */
  readonly host: string;
}

export interface GatewayOfPasses {
  /** Whether the user is to get passes, and no token. */
  readonly wanted: boolean;
  /** Nothing while it does not run. */
  current(profile: Profile): Pass | undefined;
  /** Resolves when it runs, or cannot. */
  ready(): Promise<void>;
}

/** @throws KiwoomError `gateway-not-started`: never the token in its place */
export async function passInPlace(gateway: GatewayOfPasses, profile: Profile): Promise<Pass> {
  await gateway.ready();
  const pass = gateway.current(profile);
  if (pass === undefined) throw new KiwoomError('gateway-not-started');
  return pass;
}

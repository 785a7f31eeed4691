import { KiwoomError } from '../../core/base/errors.ts';
import type { Secret } from '../../core/base/secret.ts';
import type { Profile } from '../../core/model/profile.ts';

export interface Pass {
  readonly value: Secret;
  /** The gateway that accepts it. */
  readonly host: string;
}

export interface GatewayOfPasses {
  /** Whether clients should get passes instead of tokens. */
  readonly wanted: boolean;
  /** `undefined` while the gateway is not running. */
  current(profile: Profile): Pass | undefined;
  /** Resolves when the gateway is running or has failed to start. */
  ready(): Promise<void>;
}

/** @throws KiwoomError `gateway-not-started`; it never returns the token instead */
export async function passInPlace(gateway: GatewayOfPasses, profile: Profile): Promise<Pass> {
  await gateway.ready();
  const pass = gateway.current(profile);
  if (pass === undefined) throw new KiwoomError('gateway-not-started');
  return pass;
}

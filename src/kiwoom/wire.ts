import type { Environment } from '../core/environment.ts';
import type { Clock, Scheduler, TokenApi } from '../core/ports.ts';
import { createAxiosTransport } from './axiosTransport.ts';
import { OAuthClient } from './oauthClient.ts';

/** Entry of the lazily loaded chunk: everything that needs axios or the reply schemas. */
export function createTokenApi(parts: {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly host: (environment: Environment) => string;
  readonly userAgent: string;
}): TokenApi {
  return new OAuthClient(
    createAxiosTransport(parts.clock, parts.scheduler),
    parts.host,
    parts.userAgent,
  );
}

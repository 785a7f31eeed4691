import type { RedisOptions } from 'ioredis';
import type { StoreAddress } from './address.ts';

/** Timeout for a reply or a connection, in milliseconds. */
const timeoutMs = 2_000;

const longestReconnectPauseMs = 30_000;

export interface StoreAccess {
  readonly address: StoreAddress;
  readonly password?: string;
  /** PEM of an additional root certificate; for tests. */
  readonly ca?: string;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
}

/**
 * Options of every connection. Commands are neither queued while the server is unreachable nor sent
 * twice.
 */
export function redisOptions({ address, password, ca, random }: StoreAccess) {
  return {
    host: address.host,
    port: address.port,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(password === undefined ? {} : { password }),
    db: address.database,
    ...(address.tls ? { tls: ca === undefined ? {} : { ca } } : {}),
    // The older protocol requires fewer rights.
    protocol: 2,
    disableClientInfo: true,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    retryStrategy: (times: number) =>
      Math.min(longestReconnectPauseMs, 250 * 2 ** Math.min(times, 10)) * (0.75 + random() / 2),
  } as const satisfies RedisOptions;
}

import { Redis } from 'ioredis';
import { KiwoomError } from '../core/base/errors.ts';
import { KeyNames } from './keyNames.ts';
import { connectError } from './protocolProbe.ts';
import { toStoreError } from './redisErrors.ts';
import { redisOptions, type StoreAccess } from './redisOptions.ts';
import type { neededCommands } from './scripts.ts';

/** The oldest Redis version that has all commands used here. */
const leastVersion = [6, 2] as const;

/**
 * Connects once to check whether the server can be a shared token store. Leaves no data there.
 *
 * @throws KiwoomError of the shared token store, with the missing ACL rules as its subject
 */
export async function tryStore(parts: StoreAccess, site: string): Promise<void> {
  const client = new Redis({ ...redisOptions(parts), retryStrategy: () => null });
  // The error of `connect` says only that the connection was closed; this is its cause. Without the
  // database of the address it even succeeds.
  let cause: unknown;
  client.on('error', (thrown: unknown) => {
    cause ??= thrown;
  });
  try {
    await client.connect();
    // A server that repeats what it hears speaks the protocol too.
    if ((await client.call('PING')) !== 'PONG') throw new KiwoomError('shared-tokens-not-redis');
    const early = cause === undefined ? undefined : toStoreError(cause);
    cause = undefined;
    if (early !== undefined && early.code !== 'shared-tokens-no-rights') throw early;
    const select = early?.details.subject;
    const missing = [
      ...(select === undefined ? [] : [select]),
      ...(await missingRules(client, new KeyNames(site))),
    ];
    checkServer(await helloOf(client));
    if (missing.length > 0) {
      throw new KiwoomError('shared-tokens-no-rights', { subject: missing.join(' ') });
    }
  } catch (thrown) {
    throw await connectError(parts.address, cause ?? thrown);
  } finally {
    client.disconnect();
  }
}

/** @returns the server's properties by name */
async function helloOf(client: Redis): Promise<ReadonlyMap<string, unknown>> {
  try {
    const reply = await client.call('HELLO');
    const flat: readonly unknown[] = Array.isArray(reply) ? reply : [];
    return new Map(flat.flatMap((name, i) => (i % 2 === 0 ? [[String(name), flat[i + 1]]] : [])));
  } catch (thrown) {
    const error = toStoreError(thrown);
    // Redis 5 does not know the command, and it is optional for a user without the right.
    if (error.code === 'shared-tokens-no-rights') return new Map();
    throw error;
  }
}

function checkServer(hello: ReadonlyMap<string, unknown>): void {
  const version = hello.get('version');
  if (typeof version === 'string' && isTooOld(version)) {
    throw new KiwoomError('shared-tokens-too-old', { subject: version });
  }
  if (hello.get('mode') === 'cluster') throw new KiwoomError('shared-tokens-cluster');
  if (/^(?:slave|replica)$/.test(String(hello.get('role')))) {
    throw new KiwoomError('shared-tokens-read-only');
  }
}

export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < leastVersion[0] || (major === leastVersion[0] && minor < leastVersion[1]);
}

/**
 * Tests each command on a text value of our own: an allowed one succeeds or complains about the value's
 * type, and changes nothing.
 */
async function missingRules(client: Redis, names: KeyNames): Promise<string[]> {
  const key = names.state('probe');
  const calls: Record<(typeof neededCommands)[number], readonly string[]> = {
    set: [key, '1', 'PX', '2000'],
    eval: ['return 1', '0'],
    get: [key],
    type: [key],
    time: [],
    pttl: [key],
    pexpire: [key, '2000'],
    hset: [key, 'v', '1'],
    hmget: [key, 'v'],
    hdel: [key, 'v'],
    zadd: [key, '1', '1'],
    zremrangebyscore: [key, '1', '1'],
    zcard: [key],
    zrevrange: [key, '0', '0'],
    publish: [names.channel, ''],
    del: [key],
    // Last, as a subscribed connection accepts no other commands.
    subscribe: [names.channel],
  };
  const rules = new Set<string>();
  for (const [command, args] of Object.entries(calls)) {
    if (command === 'subscribe') continue;
    const refused = await refusal(() => client.call(command, ...args));
    if (refused !== undefined) rules.add(ruleFor(refused, command));
  }
  const listener = client.duplicate({ retryStrategy: () => null });
  listener.on('error', () => undefined);
  try {
    await listener.connect();
    const refused = await refusal(() => listener.subscribe(names.channel));
    if (refused !== undefined) rules.add(ruleFor(refused, 'subscribe'));
  } finally {
    listener.disconnect();
  }
  return [...rules];
}

/** @returns Redis's message if it refuses for lack of rights */
async function refusal(call: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : '';
    if (text.startsWith('NOPERM')) return text;
    if (text.startsWith('WRONGTYPE')) return undefined;
    throw thrown;
  }
}

function ruleFor(refused: string, command: string): string {
  if (refused.includes('channel')) return '&kiwoom:*';
  return refused.includes(' key') ? '~kiwoom:*' : `+${command}`;
}

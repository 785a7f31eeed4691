import { mkdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import type { Redis } from 'ioredis';
import type { ErrorCode } from '../../../src/core/base/errors.ts';
import { freePort } from '../../host/freePort.ts';
import type { RedisServer } from '../../host/redisServer.ts';
import type { TcpProxy } from '../../host/tcpProxy.ts';
import { eventually, profile } from './machine.ts';

/** What a fault has at hand. */
export interface Scene {
  readonly server: RedisServer;
  /** Of the server. */
  readonly client: Redis;
  /** Between the machine and the server. */
  readonly proxy: TcpProxy;
  /** Starts another Redis server, for the time of the test. */
  readonly start: (...more: string[]) => Promise<RedisServer>;
  /** Starts another program that listens. */
  readonly listen: (answer: (socket: Socket) => void) => Promise<number>;
}

interface Fault {
  readonly what: string;
  readonly spoil: (scene: Scene) => Promise<unknown>;
  readonly mend: (scene: Scene) => unknown;
  readonly code: ErrorCode;
  readonly subject?: string;
}

/** The rules of the machines' user. */
export const team = ['on', '>secret', '+@all', '~kiwoom:*', '&kiwoom:*'] as const;

const back = ({ proxy, server }: Scene): void => {
  proxy.lead(server.port);
};
/** Another program answers each command with these words. */
const otherProgram =
  (words: string) =>
  async ({ proxy, listen }: Scene): Promise<void> => {
    proxy.lead(await listen((socket) => socket.on('data', () => socket.write(`${words}\r\n`))));
  };
/** Changes the rules of the machines' user. */
const ruled =
  (...rules: readonly string[]) =>
  ({ client }: Scene): Promise<unknown> =>
    client.acl('SETUSER', 'team', ...rules);
const dropMessages = ({ client }: Scene) => client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
const dropCommands = ({ client }: Scene) =>
  client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
const drop = async (scene: Scene): Promise<void> => {
  await dropCommands(scene);
  await dropMessages(scene);
};

export const faults: readonly Fault[] = [
  {
    what: 'the memory of the server is full',
    spoil: ({ client }) => client.config('SET', 'maxmemory', '1'),
    mend: ({ client }) => client.config('SET', 'maxmemory', '0'),
    code: 'shared-tokens-full',
  },
  {
    what: 'the server cannot save to its disk',
    spoil: async ({ server, client }) => {
      mkdirSync(path.join(server.folder, 'dump.rdb'));
      await client.config('SET', 'save', '3600 1000');
      await client.bgsave();
      await eventually(async () => (await errorOf(client.set('other', '1'))).startsWith('MISCONF'));
    },
    mend: ({ client }) => client.config('SET', 'stop-writes-on-bgsave-error', 'no'),
    code: 'shared-tokens-full',
  },
  {
    what: 'the server has become a read-only replica',
    spoil: async ({ client }) => client.replicaof('127.0.0.1', await freePort()),
    mend: ({ client }) => client.call('REPLICAOF', 'NO', 'ONE'),
    code: 'shared-tokens-read-only',
  },
  {
    what: 'the server has lost its replicas',
    spoil: ({ client }) => client.config('SET', 'min-replicas-to-write', '1'),
    mend: ({ client }) => client.config('SET', 'min-replicas-to-write', '0'),
    code: 'shared-tokens-no-replicas',
  },
  {
    what: 'the server is busy with a script of somebody else',
    spoil: async ({ server, client }) => {
      await client.config('SET', 'busy-reply-threshold', '1');
      void errorOf(server.client().eval('while true do end', 0));
      await eventually(async () => (await errorOf(client.ping())).startsWith('BUSY'));
    },
    mend: ({ client }) => client.script('KILL'),
    code: 'shared-tokens-not-ready',
  },
  {
    what: 'the server was started anew and is still loading',
    spoil: otherProgram('-LOADING Redis is loading the dataset in memory'),
    mend: back,
    code: 'shared-tokens-not-ready',
  },
  {
    what: 'another program has taken the port',
    spoil: otherProgram('HTTP/1.1 400 Bad Request'),
    mend: back,
    code: 'shared-tokens-not-redis',
  },
  {
    what: 'the server has no room for the connection that hears of changes',
    spoil: async (scene) => {
      await scene.client.config('SET', 'maxclients', '1');
      await dropMessages(scene);
    },
    mend: ({ client }) => client.config('SET', 'maxclients', '100'),
    code: 'shared-tokens-no-room',
  },
  {
    what: 'the server has become one of a cluster that does not serve',
    spoil: async ({ proxy, start }) => {
      const { port } = await start('--cluster-enabled', 'yes');
      proxy.lead(port);
    },
    mend: back,
    code: 'shared-tokens-cluster',
  },
  {
    what: 'the accounts have moved to another server of a cluster',
    spoil: async ({ proxy, start }) => {
      const [one, other] = [
        await start('--cluster-enabled', 'yes'),
        await start('--cluster-enabled', 'yes'),
      ];
      await other.client().call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
      const client = one.client();
      await client.call('CLUSTER', 'MEET', '127.0.0.1', String(other.port));
      await eventually(async () => (await errorOf(client.get('any'))).startsWith('MOVED'));
      proxy.lead(one.port);
    },
    mend: back,
    code: 'shared-tokens-cluster',
  },
  {
    what: 'the user there has lost a right',
    spoil: ruled('-hset'),
    mend: ruled('+hset'),
    code: 'shared-tokens-no-rights',
  },
  {
    what: 'the user there has lost the right to hear of changes',
    spoil: async (scene) => {
      await ruled('-subscribe')(scene);
      await dropMessages(scene);
    },
    mend: ruled('+subscribe'),
    code: 'shared-tokens-no-rights',
    subject: '+subscribe',
  },
  {
    what: 'the user there has lost the channel',
    spoil: ruled('resetchannels'),
    mend: ruled('&kiwoom:*'),
    code: 'shared-tokens-no-rights',
    subject: '&kiwoom:*',
  },
  {
    what: 'the user there has lost the keys',
    spoil: ruled('resetkeys'),
    mend: ruled('~kiwoom:*'),
    code: 'shared-tokens-no-rights',
    subject: '~kiwoom:*',
  },
  {
    what: 'the password there was changed',
    spoil: async (scene) => {
      await ruled('resetpass', '>changed')(scene);
      await drop(scene);
    },
    mend: ruled('>secret'),
    code: 'shared-tokens-wrong-password',
  },
  {
    what: 'the password there was changed, as seen by one connection of two',
    spoil: async (scene) => {
      await ruled('resetpass', '>changed')(scene);
      await dropCommands(scene);
    },
    mend: ruled('>secret'),
    code: 'shared-tokens-wrong-password',
  },
  {
    what: 'the user there was removed',
    spoil: ({ client }) => client.acl('DELUSER', 'team'),
    mend: ruled(...team),
    code: 'shared-tokens-wrong-password',
  },
  {
    what: 'somebody has put another value there',
    spoil: async ({ client }) => {
      await client.set(`kiwoom:{office:${profile.id}}:state`, 'not ours');
    },
    mend: ({ client }) => client.del(`kiwoom:{office:${profile.id}}:state`),
    code: 'shared-tokens-foreign-value',
  },
];

async function errorOf(reply: Promise<unknown>): Promise<string> {
  try {
    await reply;
    return '';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : '';
  }
}

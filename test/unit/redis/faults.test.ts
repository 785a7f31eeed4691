import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import type { ErrorCode } from '../../../src/core/base/errors.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { freePort } from '../../host/freePort.ts';
import { noRedisServer, RedisServer } from '../../host/redisServer.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { eventually, profile, startMachine, type TestMachine } from './machine.ts';

const missing = noRedisServer();

interface Fault {
  readonly what: string;
  readonly spoil: (client: Redis) => Promise<unknown>;
  readonly mend: (client: Redis) => Promise<unknown>;
  readonly code: ErrorCode;
}

const faults: readonly Fault[] = [
  {
    what: 'the memory of the server is full',
    spoil: (client) => client.config('SET', 'maxmemory', '1'),
    mend: (client) => client.config('SET', 'maxmemory', '0'),
    code: 'shared-tokens-full',
  },
  {
    what: 'the server has become a read-only replica',
    spoil: async (client) => client.replicaof('127.0.0.1', await freePort()),
    mend: (client) => client.call('REPLICAOF', 'NO', 'ONE'),
    code: 'shared-tokens-read-only',
  },
  {
    what: 'the user there has lost a right',
    spoil: (client) => client.acl('SETUSER', 'default', '-hset'),
    mend: (client) => client.acl('SETUSER', 'default', '+hset'),
    code: 'shared-tokens-no-rights',
  },
  {
    what: 'a password is needed there that this machine does not have',
    spoil: async (client) => {
      await client.config('SET', 'requirepass', 'secret');
      await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    },
    mend: (client) => client.config('SET', 'requirepass', ''),
    code: 'shared-tokens-wrong-password',
  },
  {
    what: 'somebody has put another value there',
    spoil: async (client) => {
      await client.set(`kiwoom:{office:${profile.id}}:state`, 'not ours');
    },
    mend: (client) => client.del(`kiwoom:{office:${profile.id}}:state`),
    code: 'shared-tokens-foreign-value',
  },
];

describe(`A shared token store that stops serving${missing === undefined ? '' : ` (${missing})`}`, function () {
  // A real server, on a machine that may be busy.
  this.timeout(30_000);

  let server: RedisServer;
  let machine: TestMachine;

  before(function () {
    if (missing !== undefined) this.skip();
  });
  beforeEach(async () => {
    server = await RedisServer.start();
    machine = await startMachine(server.url, new FakeTokenApi(systemClock));
  });
  afterEach(async () => {
    machine.shared.dispose();
    await server.stop();
  });

  const said = (): string => {
    const status = machine.shared.status(profile.id);
    return status.kind === 'away' ? status.error.code : status.kind;
  };

  for (const { what, spoil, mend, code } of faults) {
    it(`says that ${what}, costs no token, and serves again once that is mended`, async () => {
      const client = server.client();
      await spoil(client);
      const token = await machine.manager.issue(profile);
      await eventually(() => said() === code);
      assert.equal(machine.manager.current(profile), token.token);
      await mend(client);
      await eventually(async () => {
        await machine.manager.load(profile);
        return machine.shared.status(profile.id).kind === 'shared';
      });
      await machine.manager.store(profile);
      const other = await startMachine(server.url, new FakeTokenApi(systemClock));
      await eventually(() => other.manager.current(profile) !== undefined);
      other.shared.dispose();
    });
  }
});

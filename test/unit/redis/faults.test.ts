import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { systemClock } from '../../../src/node/systemClock.ts';
import { noRedisServer, RedisServer } from '../../host/redisServer.ts';
import { TcpProxy } from '../../host/tcpProxy.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { faults, type Scene, team } from './faultRows.ts';
import { eventually, profile, startMachine, type TestMachine } from './machine.ts';

const missing = noRedisServer();

describe(`A shared token store that stops serving${missing === undefined ? '' : ` (${missing})`}`, () => {
  let server: RedisServer;
  let scene: Scene;
  let url: string;
  let machine: TestMachine;
  const ending: (() => unknown)[] = [];

  before(function () {
    if (missing !== undefined) this.skip();
  });
  beforeEach(async () => {
    server = await RedisServer.start();
    const proxy = await TcpProxy.start(server.port);
    scene = {
      server,
      proxy,
      client: server.client(),
      start: async (...more) => {
        const other = await RedisServer.start(...more);
        ending.push(() => other.stop());
        await other.client().acl('SETUSER', 'team', ...team);
        return other;
      },
      listen: async (answer) => {
        const other = createServer((socket) => {
          answer(socket.on('error', () => undefined));
        }).listen(0, '127.0.0.1');
        ending.push(() => other.close());
        await once(other, 'listening');
        return (other.address() as AddressInfo).port;
      },
    };
    await scene.client.acl('SETUSER', 'team', ...team);
    url = proxy.url.replace('//', '//team:secret@');
    machine = await startMachine(url, new FakeTokenApi(systemClock));
    ending.push(
      () => proxy.stop(),
      () => server.stop(),
    );
  });
  afterEach(async () => {
    machine.shared.dispose();
    for (const end of ending.splice(0)) await end();
  });

  const said = (): string => {
    const status = machine.shared.status(profile.id);
    return status.kind === 'away' ? status.error.code : status.kind;
  };

  for (const { what, spoil, mend, code, subject } of faults) {
    it(`says that ${what}, costs no token, and serves again once that is mended`, async () => {
      await spoil(scene);
      const token = await machine.manager.issue(profile);
      await eventually(() => said() === code);
      await machine.manager.load(profile);
      const status = machine.shared.status(profile.id);
      assert.equal(said(), code, 'also after what still works');
      if (subject !== undefined && status.kind === 'away') {
        assert.equal(status.error.details.subject, subject);
      }
      assert.equal(machine.manager.current(profile), token.token);
      await mend(scene);
      await eventually(async () => {
        await machine.manager.load(profile);
        return machine.shared.status(profile.id).kind === 'shared';
      });
      await machine.manager.store(profile);
      const other = await startMachine(url, new FakeTokenApi(systemClock));
      ending.push(() => {
        other.shared.dispose();
      });
      await eventually(() => other.manager.current(profile) !== undefined);
      await other.manager.revoke(profile);
      await eventually(() => machine.manager.current(profile) === undefined);
    });
  }
});

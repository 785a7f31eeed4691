import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KiwoomError } from '../../../src/core/base/errors.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { parseStoreAddress } from '../../../src/redis/address.ts';
import { isTooOld, tryStore } from '../../../src/redis/tryStore.ts';
import { freePort } from '../../host/freePort.ts';
import { noRedisServer, RedisServer } from '../../host/redisServer.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { eventually, profile, startMachine } from './machine.ts';

const missing = noRedisServer();
const random = (): number => 0.5;

async function outcome(url: string, password?: string, ca?: string): Promise<string> {
  const parts = { ...parseStoreAddress(url), random, ...(ca === undefined ? {} : { ca }) };
  try {
    await tryStore(password === undefined ? parts : { ...parts, password }, 'office');
    return 'good';
  } catch (thrown) {
    if (!(thrown instanceof KiwoomError)) throw thrown;
    const { code, details } = thrown;
    return details.subject === undefined ? code : `${code}: ${details.subject}`;
  }
}

/** What a computer comes to say whose settings name this address untried. */
async function saidUntried(url: string, code: string, ca?: string): Promise<void> {
  const options = ca === undefined ? {} : { ca };
  const { shared } = await startMachine(url, new FakeTokenApi(systemClock), options);
  try {
    await eventually(() => {
      const status = shared.status(profile.id);
      return status.kind === 'away' && status.error.code === code;
    });
  } finally {
    shared.dispose();
  }
}

/** What else may listen at the port. */
const otherServers: readonly (readonly [string, () => Server])[] = [
  ['a web server', () => createHttpServer((_request, response) => response.end('hello'))],
  ['one that greets, such as SSH', () => createServer(greet)],
  ['one that repeats what it hears', () => createServer((socket) => socket.pipe(socket))],
];

function greet(socket: Socket): void {
  socket.on('error', () => undefined).write('SSH-2.0-OpenSSH_9.2\r\n');
}

describe(`Trying a shared token store${missing === undefined ? '' : ` (${missing})`}`, () => {
  const servers: RedisServer[] = [];
  const others: Server[] = [];
  const listen = async (server: Server): Promise<number> => {
    others.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const start = async (...more: string[]): Promise<RedisServer> => {
    const server = await RedisServer.start(...more);
    servers.push(server);
    return server;
  };
  before(function () {
    if (missing !== undefined) this.skip();
  });
  afterEach(async () => {
    for (const server of others.splice(0)) server.close();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  it('finds a server good, and leaves nothing there', async () => {
    const server = await start();
    assert.equal(await outcome(server.url), 'good');
    const client = server.client();
    assert.deepEqual(await client.keys('*'), []);
  });

  it('says that nobody answers at the address', async () => {
    assert.equal(
      await outcome(`redis://127.0.0.1:${await freePort()}`),
      'shared-tokens-unreachable',
    );
  });

  it('says that the password is wrong, or that one is needed', async () => {
    const server = await start('--requirepass', 'right');
    assert.equal(await outcome(server.url, 'wrong'), 'shared-tokens-wrong-password');
    assert.equal(await outcome(server.url), 'shared-tokens-wrong-password');
    assert.equal(await outcome(server.url, 'right'), 'good');
  });

  it('names the ACL rules that are missing, and needs no others', async () => {
    const server = await start();
    const client = server.client();
    const url = server.url.replace('//', '//team@');
    await client.acl(
      'SETUSER',
      'team',
      'reset',
      'on',
      '>pw',
      '+ping',
      '+hello',
      '+eval',
      '~kiwoom:*',
    );
    const said = await outcome(url, 'pw');
    assert.match(said, /^shared-tokens-no-rights: \+set .*\+publish .*\+subscribe$/);
    const rules = said.replace(/^[^:]*: /, '').split(' ');
    await client.acl('SETUSER', 'team', ...rules);
    assert.equal(await outcome(url, 'pw'), 'shared-tokens-no-rights: &kiwoom:*');
    await client.acl('SETUSER', 'team', '&kiwoom:*', 'resetkeys');
    assert.equal(await outcome(url, 'pw'), 'shared-tokens-no-rights: ~kiwoom:*');
    await client.acl('SETUSER', 'team', '~kiwoom:*');
    assert.equal(await outcome(url, 'pw'), 'good');
  });

  it('says that there is no such database, and uses no other one', async () => {
    const server = await start();
    assert.equal(await outcome(`${server.url}/15`), 'good');
    assert.equal(await outcome(`${server.url}/16`), 'shared-tokens-no-database');
    await saidUntried(`${server.url}/16`, 'shared-tokens-no-database');
  });

  it('names the right to choose a database, where the address has one', async () => {
    const server = await start();
    const rules = ['on', '>pw', '+@all', '-select', '~kiwoom:*', '&kiwoom:*'];
    await server.client().acl('SETUSER', 'team', ...rules);
    const url = server.url.replace('//', '//team@');
    assert.equal(await outcome(url, 'pw'), 'good');
    assert.equal(await outcome(`${url}/1`, 'pw'), 'shared-tokens-no-rights: +select');
    await saidUntried(`${url.replace('team', 'team:pw')}/1`, 'shared-tokens-no-rights');
  });

  it('says that the server is a replica', async () => {
    const [primary] = [await start()];
    const replica = await start('--replicaof', '127.0.0.1', String(primary.port));
    assert.equal(await outcome(replica.url), 'shared-tokens-read-only');
  });

  it('says that the server is one of a cluster', async () => {
    const server = await start('--cluster-enabled', 'yes');
    assert.equal(await outcome(server.url), 'shared-tokens-cluster');
  });

  it('says that the memory is full', async () => {
    const server = await start('--maxmemory', '1', '--maxmemory-policy', 'noeviction');
    assert.equal(await outcome(server.url), 'shared-tokens-full');
  });

  describe('with TLS', () => {
    let folder: string;
    let certificate: string;
    let tlsPort: number;
    let server: RedisServer;

    beforeEach(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'kiwoom-tls-'));
      const [key, file] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
      const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject];
      execFileSync('openssl', [...made, '-keyout', key, '-out', file], { stdio: 'ignore' });
      certificate = readFileSync(file, 'utf8');
      tlsPort = await freePort();
      const files = ['--tls-cert-file', file, '--tls-key-file', key, '--tls-ca-cert-file', file];
      server = await start('--tls-port', String(tlsPort), '--tls-auth-clients', 'no', ...files);
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    it('finds a server good whose certificate is trusted', async () => {
      assert.equal(await outcome(`rediss://localhost:${tlsPort}`, undefined, certificate), 'good');
    });

    it('says that the certificate is not trusted, or is one for another host', async () => {
      assert.equal(await outcome(`rediss://localhost:${tlsPort}`, 'pw'), 'shared-tokens-untrusted');
      const other = await outcome(`rediss://127.0.0.1:${tlsPort}`, undefined, certificate);
      assert.equal(other, 'shared-tokens-untrusted');
    });

    for (const version of ['TLSv1.2', 'TLSv1.3']) {
      it(`says that a server asks for the certificate of a client, with ${version}`, async () => {
        const client = server.client();
        await client.config('SET', 'tls-protocols', version, 'tls-auth-clients', 'yes');
        const [url, code] = [`rediss://localhost:${tlsPort}`, 'shared-tokens-client-certificate'];
        assert.equal(await outcome(url, 'pw', certificate), code);
        await saidUntried(url, code, certificate);
      });
    }

    it('says that the address has to begin with rediss://', async () => {
      const url = `redis://localhost:${tlsPort}`;
      assert.equal(await outcome(url), 'shared-tokens-needs-tls');
      await saidUntried(url, 'shared-tokens-needs-tls');
    });
  });

  it('says that a server does not speak TLS, whatever it thinks of being asked', async () => {
    for (const more of [[], ['--requirepass', 'right']]) {
      const server = await start(...more);
      const url = server.url.replace('redis:', 'rediss:');
      assert.equal(await outcome(url, 'pw'), 'shared-tokens-no-tls');
      await saidUntried(url, 'shared-tokens-no-tls');
    }
  });

  it('says that a server is too old: one that does not know the commands, or says its version', async () => {
    const old = (version: string): Server =>
      createServer((socket) => {
        socket.on('data', (sent) => {
          for (const [, name] of sent.toString().matchAll(/^\*\d+\r\n\$\d+\r\n(\w+)/gm)) {
            const command = name?.toLowerCase();
            const hello =
              version === '5.0.7'
                ? "-ERR unknown command 'HELLO'\r\n"
                : `*2\r\n$7\r\nversion\r\n$${version.length}\r\n${version}\r\n`;
            const other = command === 'ping' ? '+PONG\r\n' : '+OK\r\n';
            socket.write(command === 'hello' ? hello : other);
          }
        });
      });
    for (const version of ['5.0.7', '6.0.16']) {
      const port = await listen(old(version));
      const said = version === '5.0.7' ? '' : `: ${version}`;
      assert.equal(await outcome(`redis://127.0.0.1:${port}`), `shared-tokens-too-old${said}`);
    }
  });

  for (const [what, listener] of otherServers) {
    it(`says that ${what} is not a Redis server`, async () => {
      const port = await listen(listener());
      const url = `redis://127.0.0.1:${port}`;
      assert.equal(await outcome(url, 'pw'), 'shared-tokens-not-redis');
      await saidUntried(url, 'shared-tokens-not-redis');
    });
  }

  it('says that a server in protected mode wants a password, whenever it says so', async () => {
    const words =
      '-DENIED Redis is running in protected mode because protected mode is enabled\r\n';
    const atOnce = createServer((socket) => socket.on('error', () => undefined).end(words));
    const asked = createServer((socket) => socket.once('data', () => socket.end(words)));
    for (const server of [atOnce, asked]) {
      const url = `redis://127.0.0.1:${await listen(server)}`;
      assert.equal(await outcome(url), 'shared-tokens-protected');
      await saidUntried(url, 'shared-tokens-protected');
    }
  });

  it('says that a server takes no more connections', async () => {
    const server = await start('--maxclients', '1');
    await server.client().ping();
    assert.equal(await outcome(server.url), 'shared-tokens-no-room');
    await saidUntried(server.url, 'shared-tokens-no-room');
  });

  it('says that a server is still starting', async () => {
    const words = '-LOADING Redis is loading the dataset in memory\r\n';
    const port = await listen(
      createServer((socket) => socket.on('data', () => socket.write(words))),
    );
    assert.equal(await outcome(`redis://127.0.0.1:${port}`), 'shared-tokens-not-ready');
    await saidUntried(`redis://127.0.0.1:${port}`, 'shared-tokens-not-ready');
  });

  it('says that a server which never answers is slow', async () => {
    const server = await start();
    server.freeze();
    assert.equal(await outcome(server.url), 'shared-tokens-slow');
  });

  it('takes 6.2 for the oldest version', () => {
    assert.deepEqual(['5.0.7', '6.0.16', '6.2.0', '7.0.15', '10.1.0'].map(isTooOld), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

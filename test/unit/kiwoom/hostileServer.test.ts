import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Secret } from '../../../src/core/base/secret.ts';
import { createAxiosTransport } from '../../../src/kiwoom/axiosTransport.ts';
import { OAuthClient } from '../../../src/kiwoom/oauthClient.ts';
import { FakeClock } from '../fakes/fakeClock.ts';

const keys = { appkey: new Secret('a'.repeat(43)), secretkey: new Secret('s'.repeat(43)) };

describe('A server that means no good', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const issueAt = (url: string): Promise<unknown> =>
    new OAuthClient(createAxiosTransport(new FakeClock()), () => url, 'test').issue('mock', keys);

  const zeros = Buffer.alloc(64 * 1024 * 1024);
  for (const [encoding, bomb] of [
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(zeros)],
  ] as const) {
    it(`cannot fill the memory with a small reply: ${encoding}`, async () => {
      const url = await serve((_request, response) => {
        response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
      });
      await assert.rejects(issueAt(url), { code: 'reply-too-large' });
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`cannot have the keys sent elsewhere: ${status}`, async () => {
      let connections = 0;
      const elsewhere = await serve((_request, response) => {
        connections += 1;
        response.end('{}');
      });
      const url = await serve((_request, response) => {
        response.writeHead(status, { location: `${elsewhere}/oauth2/token` }).end();
      });
      await assert.rejects(issueAt(url), { code: 'redirected' });
      assert.equal(connections, 0);
    });
  }

  it('cannot put more into the headers than a reply may have', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { filler: 'x'.repeat(1024 * 1024) }).end('{}');
    });
    await assert.rejects(issueAt(url), { code: 'truncated-reply' });
  });

  it('cannot get the keys or the token into an error by repeating them', async () => {
    const url = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (sent: string) => {
        response.end(JSON.stringify({ return_code: 3, return_msg: sent }));
      });
    });
    const client = new OAuthClient(createAxiosTransport(new FakeClock()), () => url, 'test');
    // Of no usual shape, by which they would be found anyway.
    const odd = { appkey: new Secret('odd app'), secretkey: new Secret('odd secret') };
    const value = new Secret('odd token');
    const token = { value, expiresAt: 0, receivedAt: 0, clockAheadMs: 0, host: url };
    for (const request of [client.issue('mock', odd), client.revoke(odd, token)]) {
      const shown = await request.then(
        () => 'nothing',
        (thrown: unknown) => inspect(thrown, { depth: 9, showHidden: true }),
      );
      assert.match(shown, /unknown-server-code/);
      for (const secret of [odd.appkey, odd.secretkey, value]) {
        assert.ok(!shown.includes(secret.reveal()), shown);
      }
    }
  });
});

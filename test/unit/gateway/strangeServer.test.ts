import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import net, { type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { makeTemporaryFolder } from '../../host/temporaryFolder.ts';
import { query, sendOrder, sendQuery } from './faultRow.ts';
import { TestGateway } from './testGateway.ts';

describe('A server that the gateway should not trust, or that is not quite like the simulator', () => {
  const servers: Server[] = [];
  let gateway: TestGateway | undefined;
  afterEach(async () => {
    await gateway?.close();
    for (const server of servers.splice(0)) server.close();
  });

  /** A gateway whose tokens are for `server`. */
  const before = async (server: Server, protocol = 'http'): Promise<TestGateway> => {
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    gateway = await TestGateway.start({ tokensFor: `${protocol}://127.0.0.1:${port}` });
    return gateway;
  };
  const bytes = (text: string): Server =>
    net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(text));
    });
  const answers = (listener: RequestListener): Server => createServer(listener);

  it('is refused with the problem of its certificate, and gets no request', async function () {
    const folder = makeTemporaryFolder('certificate');
    const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
    const made =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1';
    try {
      const files = ['-keyout', key, '-out', certificate];
      execFileSync('openssl', [...made.split(' '), ...files], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    let requests = 0;
    const files = { key: readFileSync(key), cert: readFileSync(certificate) };
    const server = createTlsServer(files, (_request, response) => {
      requests += 1;
      response.end('{}');
    });
    const test = await before(server, 'https');
    assert.equal(await sendQuery(test), '502 certificate-untrusted: DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.equal(requests, 0);
  });

  it('speaks no TLS', async () => {
    const test = await before(bytes('HTTP/1.1 400 Bad Request\r\n\r\n'), 'https');
    assert.equal(await sendQuery(test), '502 tls-missing');
  });

  it('speaks no HTTP', async () => {
    assert.equal(await sendQuery(await before(bytes('nonsense\r\n\r\n'))), '502 truncated-reply');
  });

  it('changes the protocol unasked', async () => {
    const text = 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nmore';
    assert.equal(await sendQuery(await before(bytes(text))), '502 reply-unexpected');
  });

  it('says nothing', async () => {
    assert.equal(await sendQuery(await before(bytes(''))), '502 connection-lost');
  });

  it('refuses a token in an answer without a length', async () => {
    let requests = 0;
    const refusal =
      '{"return_code":3,"return_msg":"인증에 실패했습니다[8005:Token이 유효하지 않습니다]"}';
    const server = answers((_request, response) => {
      requests += 1;
      response.write(refusal.slice(0, 20));
      setImmediate(() => response.end(refusal.slice(20)));
    });
    assert.equal(await sendOrder(await before(server)), '200 8005');
    assert.equal(requests, 2);
  });

  it('sends 10 MB without a length, which come as they are', async () => {
    const part = Buffer.alloc(1_000_000, 'x');
    const server = answers((_request, response) => {
      for (let each = 0; each < 10; each += 1) response.write(part);
      response.end();
    });
    const { text, headers } = await (await before(server)).call('ka10001', query);
    assert.equal(text.length, 10_000_000);
    assert.equal(headers['content-length'], undefined);
  });

  it('tells no time: then the gateway tells none either', async () => {
    const server = answers((_request, response) => {
      response.sendDate = false;
      response.end('{"return_code":0}');
    });
    const { headers } = await (await before(server)).call('ka10001', query);
    assert.equal(headers['date'], undefined);
  });

  it('names headers that belong to its connection, which are not handed on', async () => {
    const server = answers((_request, response) => {
      response.setHeader('Connection', 'X-Own, close');
      response.setHeader('X-Own', '1');
      response.setHeader('next-key', 'A0001');
      response.end('{"return_code":0}');
    });
    const { headers } = await (await before(server)).call('ka10001', query);
    assert.deepEqual([headers['x-own'], headers['next-key']], [undefined, 'A0001']);
  });
});

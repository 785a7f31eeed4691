import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { ErrorCode } from '../../../src/core/base/errors.ts';
import { createAxiosTransport } from '../../../src/kiwoom/axiosTransport.ts';
import { networkErrorCode } from '../../../src/kiwoom/networkErrorCode.ts';
import { FakeClock } from '../fakes/fakeClock.ts';

describe('An error of the network', () => {
  const thrown = (code: string, message = ''): Error =>
    Object.assign(new Error(message), { isAxiosError: true, code });

  const meanings: readonly (readonly [string, string, ErrorCode])[] = [
    ['CERT_NOT_YET_VALID', '', 'certificate-date'],
    ['CERT_HAS_EXPIRED', '', 'certificate-date'],
    ['SELF_SIGNED_CERT_IN_CHAIN', '', 'certificate-untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT', '', 'certificate-untrusted'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', '', 'tls-too-old'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', '', 'tls-too-old'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', '', 'tls-too-old'],
    ['EPROTO', 'write EPROTO 1:error:0A000102:SSL routines::unsupported protocol:x', 'tls-too-old'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', '', 'tls-missing'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', '', 'tls-missing'],
    ['EPROTO', 'write EPROTO 1:error:0A00010B:SSL routines::wrong version number:x', 'tls-missing'],
    ['EPROTO', 'something else', 'network-failed'],
    ['ERR_SSL_DECRYPTION_FAILED', '', 'network-failed'],
  ];
  for (const [code, message, meaning] of meanings) {
    it(`${code} ${message} means ${meaning}`, () => {
      assert.equal(networkErrorCode(thrown(code, message)), meaning);
    });
  }

  async function askWithTls(server: Server): Promise<void> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const url = `https://127.0.0.1:${port}/`;
      await createAxiosTransport(new FakeClock())({ url, headers: {}, body: '' });
    } finally {
      server.close();
    }
  }

  it('tells a port that speaks http only', async () => {
    await assert.rejects(askWithTls(createHttpServer()), { code: 'tls-missing' });
  });

  it('tells a server that has no version of TLS in common', async () => {
    const alert = Buffer.from([0x15, 3, 1, 0, 2, 2, 70]);
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(alert));
    });
    await assert.rejects(askWithTls(server), { code: 'tls-too-old' });
  });
});

import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type ErrorCode, KiwoomError } from '../core/base/errors.ts';
import type { StoreAddress } from './address.ts';
import { toStoreError } from './redisErrors.ts';

const waitLimitMs = 1_000;

/** Errors that may come from a mismatch of TLS and plain text. */
const mayBeOtherProtocol: ReadonlySet<ErrorCode> = new Set([
  'shared-tokens-slow',
  'shared-tokens-unreachable',
  'shared-tokens-no-tls',
  'shared-tokens-not-redis',
  'shared-tokens-failed',
]);

/** Why a connection failed. The client cannot tell a wrong protocol from a silent server, so this asks. */
export async function connectError(address: StoreAddress, thrown: unknown): Promise<KiwoomError> {
  const error = toStoreError(thrown);
  if (!mayBeOtherProtocol.has(error.code)) return error;
  if (address.tls) {
    return (await speaksPlainRedis(address)) ? new KiwoomError('shared-tokens-no-tls') : error;
  }
  return (await speaksTls(address)) ? new KiwoomError('shared-tokens-needs-tls') : error;
}

/** Whether the server speaks Redis without TLS. No secret is sent. */
function speaksPlainRedis({ host, port }: StoreAddress): Promise<boolean> {
  const socket = connect({ host, port });
  socket.write('PING\r\n');
  return outcome(socket, (tell) => {
    // A server that requires a password answers with an error.
    socket.once('data', (reply) => {
      tell(/^(?:\+PONG|-[A-Z]+ )/.test(reply.toString('latin1')));
    });
  });
}

/** Whether a TLS handshake reaches the certificate, trusted or not. No data is sent. */
function speaksTls({ host, port }: StoreAddress): Promise<boolean> {
  const socket = connectTls({ host, port });
  return outcome(socket, (tell) => {
    socket.once('secureConnect', () => {
      tell(true);
    });
    socket.once('error', (error: Error) => {
      const code = 'code' in error ? String(error.code) : '';
      tell(/CERT|UNABLE_TO|ALTNAME/.test(code));
    });
  });
}

async function outcome(
  socket: Socket,
  listen: (tell: (answer: boolean) => void) => void,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const no = (): void => {
    resolve(false);
  };
  listen(resolve);
  socket.setTimeout(waitLimitMs).once('timeout', no).once('error', no).once('close', no);
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

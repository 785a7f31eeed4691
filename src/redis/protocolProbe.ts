import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { StoreAddress } from './address.ts';

const waitLimitMs = 1_000;

/** Whether the server speaks Redis without TLS. No secret is sent. */
export function speaksPlainRedis({ host, port }: StoreAddress): Promise<boolean> {
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
export function speaksTls({ host, port }: StoreAddress): Promise<boolean> {
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

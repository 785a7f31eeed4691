import { KiwoomError } from '../core/base/errors.ts';

/**
 * The names that are surely this machine's. `host.docker.internal` is another one's, and spellings such
 * as `[::ffff:127.0.0.1]` are read differently by different programs.
 */
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Origin of the server that a setting names. Keys go there, so only https is taken, or http to this
 * very machine (a simulator, a gateway).
 *
 * @throws KiwoomError `endpoint-refused`
 */
export function endpointOrigin(setting: string): string {
  const url = URL.parse(setting);
  const refuse = (): never => {
    // What was typed may hold a password; the host alone says enough.
    const unencrypted = url?.protocol === 'http:' && !loopback.has(url.hostname);
    throw new KiwoomError(
      'endpoint-refused',
      url === null ? {} : { subject: url.host, ...(unencrypted && { unencrypted }) },
    );
  };
  if (url === null) return refuse();
  const secure =
    url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  const bare =
    url.pathname === '/' && url.search + url.hash === '' && url.username + url.password === '';
  return secure && bare ? url.origin : refuse();
}

import { KiwoomError } from '../core/base/errors.ts';

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
    throw new KiwoomError('endpoint-refused', url === null ? {} : { subject: url.host });
  };
  if (url === null) return refuse();
  const secure =
    url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  const bare =
    url.pathname === '/' && url.search + url.hash === '' && url.username + url.password === '';
  return secure && bare ? url.origin : refuse();
}

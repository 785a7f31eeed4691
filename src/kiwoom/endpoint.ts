import { KiwoomError } from '../core/base/errors.ts';

/**
 * Names that always mean this machine. `host.docker.internal` is another one, and programs differ in
 * how they read spellings such as `[::ffff:127.0.0.1]`.
 */
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Validates the server of a setting and returns its origin. Keys are sent to it, so only https is
 * accepted, or http to this machine (a simulator, a gateway).
 *
 * @throws KiwoomError `endpoint-refused`
 */
export function endpointOrigin(setting: string): string {
  const url = URL.parse(setting);
  const refuse = (): never => {
    // The setting may contain a password, so the error names the host only.
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

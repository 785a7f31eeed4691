import dns from 'node:dns';
import net from 'node:net';

/**
 * Loaded before any test: a connection or name lookup that would leave this machine throws, so a
 * test can neither reach Kiwoom's servers nor carry a key anywhere.
 */
const loopback = /^(localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;

export class LeftTheMachineError extends Error {
  override name = 'LeftTheMachineError';
  constructor(host: string) {
    super(`A test tried to reach "${host}"; only loopback addresses are allowed.`);
  }
}

function refuse(host: string | undefined): void {
  if (host !== undefined && !loopback.test(host)) throw new LeftTheMachineError(host);
}

const connect = Reflect.get(net.Socket.prototype, 'connect') as (...args: unknown[]) => net.Socket;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  // Node normalises its own calls to one array argument: [options, callback].
  const first: unknown = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string };
    if (path === undefined) refuse(host);
  } else if (typeof first === 'number') {
    refuse(typeof args[1] === 'string' ? args[1] : undefined);
  }
  return connect.apply(this, args);
};

const lookup = dns.lookup;
dns.lookup = Object.assign(function (hostname: string, ...rest: unknown[]): void {
  refuse(hostname);
  Reflect.apply(lookup, dns, [hostname, ...rest]);
}, lookup);

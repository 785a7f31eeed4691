import dns from 'node:dns';
import net from 'node:net';

/**
 * Loaded before any test: makes every connection or name lookup beyond this machine fail, so that a test can
 * neither reach Kiwoom's servers nor send a key anywhere. It fails as a network does, by an 'error' event or
 * the callback: VS Code's HTTP agent would swallow an exception, and the request would hang.
 */
const loopback = /^(localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;

export class LeftTheMachineError extends Error {
  override name = 'LeftTheMachineError';
  constructor(host: string) {
    super(`A test tried to reach "${host}"; only loopback addresses are allowed.`);
  }
}

function leavesMachine(host: string | undefined): host is string {
  return host !== undefined && !loopback.test(host);
}

/** The host in the arguments of `net.Socket.connect`; `undefined` for a pipe. */
function hostOf(args: unknown[]): string | undefined {
  // Node normalises its own calls to one array argument: [options, callback].
  const first: unknown = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string | null };
    // A pipe has a path; HTTP agents pass null.
    return path === undefined || path === null || path === '' ? host : undefined;
  }
  return typeof first === 'number' && typeof args[1] === 'string' ? args[1] : undefined;
}

const connect = Reflect.get(net.Socket.prototype, 'connect') as (...args: unknown[]) => net.Socket;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const host = hostOf(args);
  if (!leavesMachine(host)) return connect.apply(this, args);
  Reflect.set(this, 'connecting', true); // Buffers writes until the error is emitted.
  process.nextTick(() => this.destroy(new LeftTheMachineError(host)));
  return this;
};

const lookup = dns.lookup;
dns.lookup = Object.assign(function (hostname: string, ...rest: unknown[]): void {
  if (leavesMachine(hostname)) {
    const callback = rest.at(-1) as (error: Error) => void;
    process.nextTick(callback, new LeftTheMachineError(hostname));
  } else {
    Reflect.apply(lookup, dns, [hostname, ...rest]);
  }
}, lookup);

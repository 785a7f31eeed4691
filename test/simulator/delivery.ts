import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Fault } from './controlInterface.ts';
import { failed, type Reply } from './replies.ts';

/** Resolves after `ms` milliseconds; may reject or resolve early when `signal` aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>;

export interface Delivery {
  readonly response: ServerResponse;
  /** Value of the `Date` header; absent without it. */
  readonly date?: string;
  /** Aborts when the connection is closed. */
  readonly signal: AbortSignal;
  readonly wait: Wait;
  /** Resolves when a test releases the call. */
  readonly hold: (signal: AbortSignal) => Promise<void>;
  /** Called once, before the first byte is sent. */
  readonly onStatus: (status: number) => void;
}

/** Whether the server processes a call with this fault. */
export function isHandled(fault: Fault): boolean {
  switch (fault.kind) {
    case 'delay':
    case 'hold':
    case 'truncated':
      return true;
    case 'noAnswer':
    case 'reset':
      return fault.handled ?? true;
    case 'serverError':
    case 'huge':
    case 'empty':
    case 'failure':
    case 'reply':
      return fault.handled ?? false;
  }
}

/** Sends a reply with a fault applied to it. */
export async function deliver(
  delivery: Delivery,
  reply: Reply,
  fault: Fault | undefined,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      sendAll(delivery, reply);
      return;
    case 'delay':
      await sendSlowly(delivery, reply, fault.part, () =>
        delivery.wait(fault.delayMs, delivery.signal),
      );
      return;
    case 'hold':
      await sendSlowly(delivery, reply, fault.part, () => delivery.hold(delivery.signal));
      return;
    case 'noAnswer':
      return;
    case 'reset':
      if (fault.part === 'body') await sendFirstHalf(delivery, reply);
      delivery.response.socket?.resetAndDestroy();
      return;
    case 'truncated': {
      const half = firstHalf(reply);
      const promised = fault.contentLength === 'whole' ? reply.body.length : half.length;
      sendHead(delivery, closing(reply), promised);
      delivery.response.end(half);
      return;
    }
    case 'huge':
      await sendHuge(delivery, fault.bytes ?? 20_000_000);
      return;
    case 'serverError':
    case 'empty':
    case 'failure':
    case 'reply':
      sendAll(delivery, reply);
  }
}

/** Reply that replaces the server's own; undefined if the fault does not replace it. */
export function replacement(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case 'serverError': {
      const status = fault.status ?? 503;
      const body = Buffer.from(`<html><body><h1>${status}</h1></body></html>`);
      return { status, headers: { 'content-type': 'text/html' }, body, code: null };
    }
    case 'empty':
      return { status: 200, headers: {}, body: Buffer.alloc(0), code: null };
    case 'failure':
      return failed(fault.code, '', fault.status, fault.spelling);
    case 'reply': {
      const { status, headers = {}, body, encoding = 'utf8' } = fault;
      return closing({ status, headers, body: Buffer.from(body, encoding), code: null });
    }
    case 'delay':
    case 'hold':
    case 'noAnswer':
    case 'reset':
    case 'truncated':
    case 'huge':
      return undefined;
  }
}

function sendHead({ response, date, onStatus }: Delivery, reply: Reply, length?: number): void {
  onStatus(reply.status);
  const size = length === undefined ? {} : { 'content-length': String(length) };
  // Node's own `Date` header would show this machine's time instead of the simulator's.
  response.sendDate = false;
  const time = date === undefined ? {} : { date };
  response.writeHead(reply.status, { ...time, ...size, ...lowerCased(reply.headers) });
}

function sendAll(delivery: Delivery, reply: Reply): void {
  sendHead(delivery, reply, reply.body.length);
  delivery.response.end(reply.body);
}

async function sendSlowly(
  delivery: Delivery,
  reply: Reply,
  part: 'headers' | 'body' | undefined,
  pause: () => Promise<unknown>,
): Promise<void> {
  const { response, signal } = delivery;
  if (part !== 'body') {
    await pause();
    if (!signal.aborted) sendAll(delivery, reply);
    return;
  }
  // Registered before the first byte is sent, so that a test can release the call as soon as it is logged.
  const pausing = pause();
  await sendFirstHalf(delivery, reply);
  await pausing;
  if (!signal.aborted) response.end(reply.body.subarray(firstHalf(reply).length));
}

/** Announces the whole body but sends half of it; resolves when that half has been written. */
async function sendFirstHalf(delivery: Delivery, reply: Reply): Promise<void> {
  sendHead(delivery, reply, reply.body.length);
  await new Promise<void>((resolve) => {
    delivery.response.write(firstHalf(reply), () => {
      resolve();
    });
  });
}

async function sendHuge(delivery: Delivery, bytes: number): Promise<void> {
  const headers = { 'content-type': 'application/json;charset=UTF-8' };
  sendHead(delivery, { status: 200, headers, body: Buffer.alloc(0), code: null });
  try {
    await pipeline(Readable.from(filler(bytes)), delivery.response);
  } catch {
    // The client disconnected, as tests with a huge body expect.
  }
}

/** Beginning of a JSON answer with an endless string. */
function* filler(bytes: number): Generator<Buffer> {
  const start = Buffer.from('{"return_code":0,"return_msg":"');
  yield start.subarray(0, bytes);
  const chunk = Buffer.alloc(64 * 1024, 'x');
  for (let left = bytes - start.length; left > 0; left -= chunk.length) {
    yield chunk.subarray(0, left);
  }
}

function firstHalf({ body }: Reply): Buffer {
  return body.subarray(0, Math.floor(body.length / 2));
}

/** The end of the connection ends the answer, because `content-length` may be wrong. */
function closing(reply: Reply): Reply {
  return { ...reply, headers: { connection: 'close', ...reply.headers } };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

import type { IncomingMessage } from 'node:http';

/** Size limit in bytes, above that of any request of the API. */
const bodyLimit = 1024 * 1024;

/**
 * Reads a request's body.
 *
 * @returns `undefined` as soon as it is longer than any request of the API
 * @throws Error if the connection ends before the body does
 */
export async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const { body, whole } = await readBeginning(message, bodyLimit);
  return whole ? body : undefined;
}

/**
 * Reads a body of up to `limit` bytes, or the start of a longer one, which may exceed the limit by a
 * chunk; the rest can still be read.
 *
 * @throws Error if the connection ends before the body does
 */
export function readBeginning(
  message: IncomingMessage,
  limit: number,
): Promise<{ readonly body: Buffer; readonly whole: boolean }> {
  // Uses events, as Node's async iterator costs more than the rest of a request's processing.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = (): void => {
      message.off('data', take);
      message.off('end', end);
      message.off('error', fail);
      message.off('close', fail);
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= limit) return;
      message.pause();
      stop();
      resolve({ body: Buffer.concat(chunks), whole: false });
    };
    const end = (): void => {
      stop();
      const [only] = chunks;
      const body = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
      if (message.complete) resolve({ body, whole: true });
      else reject(new Error('The body was cut.'));
    };
    const fail = (error?: Error): void => {
      stop();
      reject(error ?? new Error('The body was cut.'));
    };
    message.on('data', take);
    message.on('end', end);
    message.on('error', fail);
    message.on('close', fail);
  });
}

/** @returns `undefined` for anything but a JSON object, which may stand behind a byte order mark */
export function jsonObject(body: Buffer | string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString().trim());
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

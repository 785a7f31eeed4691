import type { IncomingMessage } from 'node:http';

/** More than any request of the API has, in bytes. */
export const bodyLimit = 1024 * 1024;

/**
 * The whole of a request's or reply's body.
 *
 * @returns `undefined` as soon as it is longer than `limit` bytes
 * @throws Error if the connection ends before the body does
 */
export async function readBody(
  message: IncomingMessage,
  limit = bodyLimit,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  if (!message.complete) throw new Error('The body was cut.');
  return Buffer.concat(chunks);
}

/** @returns `undefined` for anything but a JSON object */
export function jsonObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

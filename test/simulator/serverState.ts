import type { AccountRegister } from './accounts.ts';
import type { Environment, Switches } from './controlInterface.ts';
import type { RateLimit } from './rateLimit.ts';
import type { TokenStore } from './tokens.ts';

/** State of one of the two servers. Accounts and tokens are shared by both. */
export interface ServerState {
  readonly environment: Environment;
  readonly accounts: AccountRegister;
  readonly tokens: TokenStore;
  readonly rateLimit: RateLimit;
  readonly switches: Switches;
  /** The server's own clock in milliseconds, including the skew. */
  readonly now: () => number;
  /** Sequence number of orders, from 1. */
  readonly nextOrderNumber: () => number;
}

/** A received call with its body. */
export interface ReceivedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Parses a request's JSON body; an empty body counts as `{}`.
 *
 * @returns undefined for anything that is not a JSON object.
 */
export function readJsonObject(body: string): Readonly<Record<string, unknown>> | undefined {
  if (body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** True for values that Kiwoom treats as missing: no field, null, or an empty text. */
export function isMissing(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/** Text of a field; other types match no key or token. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

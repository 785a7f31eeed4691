import type { AccountRegister } from './accounts.ts';
import type { Environment, Switches } from './controlInterface.ts';
import type { RateLimit } from './rateLimit.ts';
import type { TokenStore } from './tokens.ts';

/** What one of the two servers knows while it answers. Accounts and tokens are shared by both. */
export interface ServerState {
  readonly environment: Environment;
  readonly accounts: AccountRegister;
  readonly tokens: TokenStore;
  readonly rateLimit: RateLimit;
  readonly switches: Switches;
  /** The server's own clock in milliseconds, skew included. */
  readonly now: () => number;
  /** Orders are numbered from 1. */
  readonly nextOrderNumber: () => number;
}

/** One call as it came in, body read. */
export interface ReceivedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A request's JSON body; an empty body counts as `{}`.
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

/** True for what Kiwoom takes as "no value": a missing field, null, or an empty text. */
export function isMissing(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/** A field's text; anything but a text matches no key and no token. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

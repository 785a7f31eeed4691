import type { Environment } from './environment.ts';

/**
 * Everything this project assumes about the live Kiwoom servers that is not part of a reply's shape
 * (those are in `kiwoom/replies.ts`, the error codes in `kiwoom/serverCodes.ts`). Where the live API
 * answers differently, the live API is right: correct it here.
 *
 * Sources: the public API guide (openapi.kiwoom.com/guide/apiguide), the official repository
 * Kiwoom-Securities/Kiwoom-REST-API, and request captures published by developers.
 */
export const liveServer = {
  hosts: {
    real: 'https://api.kiwoom.com',
    mock: 'https://mockapi.kiwoom.com',
  } satisfies Record<Environment, string>,

  /** Issuing a token is TR au10001, revoking one au10002. */
  issuePath: '/oauth2/token',
  revokePath: '/oauth2/revoke',

  /** A token lives 24 h from its first issue; issuing again before that returns the same token. */
  tokenLifetimeMs: 24 * 60 * 60 * 1000,

  /**
   * Calls per second, counted per app key and TR. Published for queries and orders alike; the mock
   * server allows one (유량=5 and 유량=1 in captured refusals).
   */
  callsPerSecond: { real: 5, mock: 1 } satisfies Record<Environment, number>,
  /** The one second in which calls are counted, with a margin for the server's clock, in milliseconds. */
  rateWindowMs: 1_005,
  /** The assumed longest transit time of a call, in milliseconds. */
  transitMs: 250,

  /** A TR that changes nothing and needs no fields: it returns the key's account number (ka00001). */
  harmlessTr: 'ka00001',

  /** Path of the US markets' TRs, which the mock server does not have: it trades on KRX only. */
  pathNotOnMock: '/api/us/',

  /** The WebSocket TRs are served by the same hosts, on this port. */
  webSocketPort: 10000,

  /**
   * Both keys have been 43 base64url characters so far: another length is worth a hint, no reason to
   * refuse.
   */
  usualKeyLength: 43,
  usualKeyCharacters: /^[A-Za-z0-9_-]+$/,
  /** Tokens have been 86 base64url characters so far. */
  usualTokenLength: 86,

  /** Where a user gets keys and registers the IP addresses that may use them. */
  portal: 'https://openapi.kiwoom.com',

  /** The documentation of every TR's fields. */
  guide: 'https://openapi.kiwoom.com/guide/apiguide',
} as const;

/**
 * Whether the path is one of the two whose body contains the keys; only the token manager calls these.
 */
export function isOAuthPath(path: string | undefined): boolean {
  return path === liveServer.issuePath || path === liveServer.revokePath;
}

/**
 * Minimum remaining lifetime of a token that is handed out, in milliseconds: the transit time of a
 * request, and the small clock differences that have been seen (53 s).
 */
export const expiryMarginMs = 60 * 1000;

/** Time before the expiry from which the user is told that a token expires soon, in milliseconds. */
export const expiringSoonMs = 60 * 60 * 1000;

import type { WebSocketLimits } from './webSocketPassage.ts';

/** What one client may take of this machine; times in milliseconds. */
export interface GatewayLimits {
  /** For a request's head, and for all of it. */
  readonly headersMs: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
  /** How often the three above are looked at. */
  readonly checkMs: number;
  /** Without a byte in either direction. */
  readonly idleMs: number;
  /** From a request's head to the end of its reply. */
  readonly totalMs: number;
  /** Without a byte from Kiwoom. */
  readonly upstreamMs: number;
  readonly connections: number;
  readonly webSocket: WebSocketLimits;
}

export const usualLimits: GatewayLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 60_000,
  checkMs: 5_000,
  // Longer than an order is asked about and Kiwoom may be silent.
  idleMs: 180_000,
  totalMs: 300_000,
  upstreamMs: 30_000,
  connections: 256,
  webSocket: { loginMs: 10_000, silentMs: 30_000, unread: 16 * 1024 * 1024 },
};

import type { WebSocketLimits } from './webSocketRelay.ts';

/** Limits for a client's use of this machine; times in milliseconds. */
export interface GatewayLimits {
  /** Time limits for a request's head, and for the whole request. */
  readonly headersMs: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
  /** Interval at which the three limits above are checked. */
  readonly checkMs: number;
  /** Time without a byte in either direction. */
  readonly idleMs: number;
  /** Time from a request's head to the end of its reply. */
  readonly totalMs: number;
  /** Time in the queue for the rate limit. */
  readonly queueMs: number;
  /** Time without a byte from Kiwoom. */
  readonly upstreamMs: number;
  readonly connections: number;
  readonly webSocket: WebSocketLimits;
}

export const usualLimits: GatewayLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 60_000,
  checkMs: 5_000,
  // Longer than the question about an order and Kiwoom's silence together.
  idleMs: 180_000,
  totalMs: 300_000,
  queueMs: 20_000,
  upstreamMs: 30_000,
  connections: 256,
  webSocket: { loginMs: 10_000, silentMs: 30_000, unread: 16 * 1024 * 1024 },
};

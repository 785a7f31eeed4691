import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Disposable } from '../core/base/event.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Log } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import { type Handshake, type RelayParts, WebSocketRelay } from './webSocketRelay.ts';

export interface WebSocketGatewayParts extends Omit<RelayParts, 'claim' | 'onForwarded' | 'onEnd'> {
  /** Whether the gateway may still be used for the account. */
  readonly allowed: (profile: Profile) => boolean;
  readonly onForwarded: (environment: Environment) => void;
  readonly log: Log;
}

/** Size limit of a message in bytes; a registration of a hundred stocks has a few kilobytes. */
const longestMessage = 1024 * 1024;

/** The gateway's WebSocket connections; loaded with the first one. */
export class WebSocketGateway implements Disposable {
  readonly #parts: WebSocketGatewayParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: longestMessage,
    // Kiwoom supports no subprotocol, so none that a client requests is accepted.
    handleProtocols: () => false,
  });
  readonly #relays = new Set<WebSocketRelay>();

  constructor(parts: WebSocketGatewayParts) {
    this.#parts = parts;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer, handshake: Handshake): void {
    this.#server.handleUpgrade(request, socket, head, (client) => {
      const { onForwarded, log } = this.#parts;
      const { environment } = handshake;
      const relay = new WebSocketRelay(client, handshake, {
        ...this.#parts,
        claim: (profile) => this.#isFree(profile),
        onForwarded: () => {
          onForwarded(environment);
          log.debug('gateway-login', { environment });
        },
        onEnd: () => {
          this.#relays.delete(relay);
        },
      });
      this.#relays.add(relay);
      client.on('close', (code) => {
        log.debug('gateway-socket-closed', { environment, code });
      });
    });
  }

  /** Closes the connections of accounts that may not use the gateway any more. */
  recheck(): void {
    for (const relay of this.#relays) {
      const { profile } = relay;
      if (profile !== undefined && !this.#parts.allowed(profile)) relay.end(1008, 'ended');
    }
  }

  dispose(): void {
    for (const relay of this.#relays) relay.end(1001, 'ended');
  }

  /**
   * Whether the account has no connection yet: Kiwoom allows one per account and silently ends the
   * earlier one.
   */
  #isFree({ id }: Profile): boolean {
    return ![...this.#relays].some(({ profile }) => profile?.id === id);
  }
}

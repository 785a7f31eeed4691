import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Environment } from '../core/model/environment.ts';
import type { Log } from '../core/model/ports.ts';
import type { Profile } from '../core/model/profile.ts';
import { type Handshake, type PassageParts, WebSocketPassage } from './webSocketPassage.ts';

export interface WebSocketGatewayParts extends Omit<
  PassageParts,
  'claim' | 'onPassedOn' | 'onEnd'
> {
  /** Whether the account may still be used through the gateway. */
  readonly allowed: (profile: Profile) => boolean;
  readonly onPassedOn: (environment: Environment) => void;
  readonly log: Log;
}

/** A registration of a hundred stocks has some kilobytes, in bytes. */
const longestMessage = 1024 * 1024;

/** The connections that leave HTTP; read with the first of them. */
export class WebSocketGateway {
  readonly #parts: WebSocketGatewayParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: longestMessage,
    // Kiwoom has none; a client that names some gets none.
    handleProtocols: () => false,
  });
  readonly #passages = new Set<WebSocketPassage>();

  constructor(parts: WebSocketGatewayParts) {
    this.#parts = parts;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer, handshake: Handshake): void {
    this.#server.handleUpgrade(request, socket, head, (client) => {
      const { onPassedOn, log } = this.#parts;
      const { environment } = handshake;
      const passage = new WebSocketPassage(client, handshake, {
        ...this.#parts,
        claim: (profile) => this.#isFree(profile),
        onPassedOn: () => {
          onPassedOn(environment);
          log.debug('gateway-login', { environment });
        },
        onEnd: () => {
          this.#passages.delete(passage);
        },
      });
      this.#passages.add(passage);
      client.on('close', (code) => {
        log.debug('gateway-socket-closed', { environment, code });
      });
    });
  }

  /** Ends the connections of accounts that may not be used any more. */
  recheck(): void {
    for (const passage of this.#passages) {
      const { profile } = passage;
      if (profile !== undefined && !this.#parts.allowed(profile)) passage.end(1008, 'ended');
    }
  }

  close(): void {
    for (const passage of this.#passages) passage.end(1001, 'ended');
  }

  /** Kiwoom has one connection per account and ends an earlier one without being asked. */
  #isFree({ id }: Profile): boolean {
    return ![...this.#passages].some(({ profile }) => profile?.id === id);
  }
}

import type { WebSocket } from 'ws';
import { type Disposable, disposeAll } from '../core/base/event.ts';
import { CancelledError, type ErrorCode, KiwoomError } from '../core/base/errors.ts';
import { type SendingParts, sendWithToken } from '../core/calls/sendWithToken.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Profile } from '../core/model/profile.ts';
import type { AccessToken } from '../core/model/token.ts';
import { type GatewayProblem, problemFields, problemOf } from './kiwoomReply.ts';
import { jsonObject } from './readBody.ts';
import { watchAlive } from './webSocketAlive.ts';
import { type SocketMessage, UpstreamConnection } from './webSocketUpstream.ts';

export interface RelayParts {
  readonly domain: SendingParts;
  readonly verdict: (
    fields: Readonly<Record<string, unknown>>,
  ) => { readonly code: ErrorCode } | undefined;
  readonly networkError: (error: NodeJS.ErrnoException) => KiwoomError;
  readonly userAgent: string;
  readonly limits: WebSocketLimits;
  /** The account of a pass; `undefined` for a wrong one, after a delay. */
  readonly accountOf: (pass: string) => Promise<Profile | undefined>;
  /** Reserves the account's only connection; `false` if it is taken. */
  readonly claim: (profile: Profile) => boolean;
  /** Called when a login is forwarded to Kiwoom. */
  readonly onForwarded: () => void;
  readonly onEnd: () => void;
}

export interface WebSocketLimits {
  /** Time limit for the login, in milliseconds. */
  readonly loginMs: number;
  /** Time without traffic before a ping, and then again before the connection ends, in milliseconds. */
  readonly silentMs: number;
  /** Limit of the send buffer for a side that does not read, in bytes. */
  readonly unread: number;
}

/** The client's handshake. */
export interface Handshake {
  readonly environment: Environment;
  readonly path: string;
  readonly profile?: Profile;
}

/** Close code for a second connection of an account, from the range for applications. */
const alreadyConnected = 4409;

/**
 * Relays one client's connection: logs in with the token in place of the pass, then forwards all
 * messages unchanged.
 */
export class WebSocketRelay {
  readonly #client: WebSocket;
  readonly #handshake: Handshake;
  readonly #parts: RelayParts;
  readonly #abort = new AbortController();
  readonly #timers: Disposable[];
  #state: 'new' | 'logging-in' | 'open' | 'ended' = 'new';
  #profile: Profile | undefined;
  #token: AccessToken | undefined;
  #upstream: UpstreamConnection | undefined;
  /** Messages that the client sent during its login. */
  #held: SocketMessage[] = [];

  constructor(client: WebSocket, handshake: Handshake, parts: RelayParts) {
    this.#client = client;
    this.#handshake = handshake;
    this.#parts = parts;
    const { domain, limits } = parts;
    this.#timers = [
      domain.scheduler.after(limits.loginMs, () => {
        if (this.#state === 'new') this.end(1008, 'login-late');
      }),
      this.#watch(client),
    ];
    client.on('message', (data: Buffer, binary) => {
      this.#take({ data, binary });
    });
    // The close event reports the error; without this listener Node would throw it.
    client.on('error', () => undefined);
    client.on('close', (code, reason) => {
      this.#clientGone(code, reason);
    });
  }

  /** The account, after the login. */
  get profile(): Profile | undefined {
    return this.#profile;
  }

  /** Sends the client the reason, and closes both sides. */
  end(code: number, problem: GatewayProblem, subject?: string): void {
    if (this.#state === 'ended') return;
    const name = this.#state === 'open' ? 'SYSTEM' : 'LOGIN';
    this.#client.send(JSON.stringify({ trnm: name, ...problemFields(problem, subject) }));
    this.#client.close(code, problem);
    this.#finish();
    this.#upstream?.socket.close(1001);
  }

  /** Terminates both sides without a close message. */
  cut(): void {
    this.#client.terminate();
    this.#upstream?.socket.terminate();
    this.#finish();
  }

  #finish(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#held = [];
    this.#abort.abort();
    disposeAll(this.#timers);
    this.#parts.onEnd();
  }

  #watch(socket: WebSocket): Disposable {
    const { domain, limits } = this.#parts;
    return watchAlive(socket, domain.scheduler, limits.silentMs, () => {
      this.end(1011, 'silent');
      socket.terminate();
    });
  }

  #clientGone(code: number, reason: Buffer): void {
    if (this.#upstream !== undefined) closeAs(this.#upstream.socket, code, reason);
    this.#finish();
  }

  #take(message: SocketMessage): void {
    if (this.#state === 'ended') return;
    if (this.#state === 'open') {
      this.#forward(message);
      return;
    }
    if (this.#state === 'logging-in') {
      this.#held.push(message);
      const bytes = this.#held.reduce((sum, { data }) => sum + data.length, 0);
      if (bytes > this.#parts.limits.unread) this.end(1008, 'too-much-unread');
      return;
    }
    const fields = loginIn(message);
    if (fields === undefined) {
      this.end(1008, 'login-first');
      return;
    }
    this.#state = 'logging-in';
    this.#logIn(fields).catch((thrown: unknown) => {
      this.#fail(thrown);
    });
  }

  /** Another login on the same connection gets the same account's token. */
  #forward(message: SocketMessage): void {
    const fields = loginIn(message);
    if (fields === undefined) {
      this.#toUpstream(message);
      return;
    }
    this.#accountFor(fields)
      .then((profile) => {
        if (profile === undefined || profile.id !== this.#profile?.id) {
          this.end(1008, 'wrong-pass');
        } else if (this.#token !== undefined && this.#state === 'open') {
          const data = Buffer.from(loginWith(fields, this.#token));
          this.#toUpstream({ data, binary: false });
        }
      })
      .catch((thrown: unknown) => {
        this.#fail(thrown);
      });
  }

  async #logIn(fields: Readonly<Record<string, unknown>>): Promise<void> {
    const { domain, claim, onForwarded } = this.#parts;
    const profile = await this.#accountFor(fields);
    if (this.#abort.signal.aborted) return;
    if (profile === undefined) {
      this.end(1008, 'wrong-pass');
      return;
    }
    if (profile.environment !== this.#handshake.environment) {
      this.end(1008, 'other-environment');
      return;
    }
    if (!claim(profile)) {
      this.end(alreadyConnected, 'already-connected');
      return;
    }
    this.#profile = profile;
    let refused: UpstreamConnection | undefined;
    const upstream = await sendWithToken(
      domain,
      profile,
      { apiId: 'LOGIN', order: false },
      async (token) => {
        refused?.socket.terminate();
        refused = undefined;
        this.#token = token;
        const connection = await this.#open(token);
        onForwarded();
        const reply = await connection.logIn(loginWith(fields, token));
        const said = reply === undefined ? undefined : this.#parts.verdict(reply);
        if (said === undefined) return connection;
        refused = connection;
        throw new KiwoomError(said.code);
      },
      this.#abort.signal,
    ).catch((thrown: unknown) => {
      // Kiwoom's reply contains the reason, and its close event follows.
      if (refused === undefined) throw thrown;
      return refused;
    });
    this.#relay(upstream);
  }

  async #accountFor({ token }: Readonly<Record<string, unknown>>): Promise<Profile | undefined> {
    const { profile } = this.#handshake;
    const isLeftOut = token === undefined || token === null || token === '';
    if (isLeftOut) return profile ?? this.#parts.accountOf('');
    const named = typeof token === 'string' ? token : '';
    const account = await this.#parts.accountOf(named);
    return profile === undefined || account?.id === profile.id ? account : undefined;
  }

  async #open({ host }: AccessToken): Promise<UpstreamConnection> {
    const { userAgent, networkError } = this.#parts;
    const address = { host, path: this.#handshake.path, userAgent, networkError };
    const connection = await UpstreamConnection.open(address, this.#abort.signal);
    if (this.#abort.signal.aborted) {
      connection.socket.terminate();
      throw new CancelledError();
    }
    this.#upstream = connection;
    return connection;
  }

  #relay(upstream: UpstreamConnection): void {
    if (this.#state === 'ended') {
      upstream.socket.terminate();
      return;
    }
    this.#state = 'open';
    this.#timers.push(this.#watch(upstream.socket));
    upstream.relayTo({
      message: (message) => {
        this.#toClient(message);
      },
      closed: (code, reason) => {
        closeAs(this.#client, code, reason);
        this.#finish();
      },
    });
    for (const message of this.#held.splice(0)) this.#take(message);
  }

  #toClient({ data, binary }: SocketMessage): void {
    if (this.#state === 'ended') return;
    this.#client.send(data, { binary });
    // A client that has not read for so long would get outdated data only.
    if (this.#client.bufferedAmount > this.#parts.limits.unread) this.cut();
  }

  #toUpstream({ data, binary }: SocketMessage): void {
    const socket = this.#upstream?.socket;
    socket?.send(data, { binary });
    if ((socket?.bufferedAmount ?? 0) > this.#parts.limits.unread) {
      this.end(1013, 'too-much-unread');
    }
  }

  #fail(thrown: unknown): void {
    if (thrown instanceof CancelledError) return;
    const { problem, subject, status } = problemOf(thrown);
    this.end(status === 503 || status === 429 ? 1013 : 1014, problem, subject);
  }
}

/** Parses a login. @returns `undefined` for any other message */
function loginIn({ data, binary }: SocketMessage): Record<string, unknown> | undefined {
  const fields = binary ? undefined : jsonObject(data);
  return fields?.['trnm'] === 'LOGIN' ? fields : undefined;
}

function loginWith(fields: Readonly<Record<string, unknown>>, { value }: AccessToken): string {
  return JSON.stringify({ ...fields, token: value.reveal() });
}

/** Closes one side as the other one was closed; 1005: without a code. */
function closeAs(socket: WebSocket, code: number, reason: Buffer): void {
  if (canBeSent(code)) socket.close(code, reason);
  else if (code === 1005) socket.close();
  else socket.terminate();
}

/** Other close codes are for local use and must not be sent. */
function canBeSent(code: number): boolean {
  return (
    (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) ||
    (code >= 3000 && code <= 4999)
  );
}

import type { WebSocket } from 'ws';
import { type Disposable, disposeAll } from '../core/base/event.ts';
import { CancelledError } from '../core/base/errors.ts';
import type { Environment } from '../core/model/environment.ts';
import type { Profile } from '../core/model/profile.ts';
import type { AccessToken } from '../core/model/token.ts';
import type { GatewayProblem } from './gatewayProblem.ts';
import { problemFields, problemOf } from './kiwoomReply.ts';
import { watchAlive } from './webSocketAlive.ts';
import { closeAs } from './webSocketClose.ts';
import { type Login, logIn, loginIn, type LoginParts, loginWith } from './webSocketLogin.ts';
import type { SocketMessage, UpstreamConnection } from './webSocketUpstream.ts';

export interface RelayParts extends LoginParts {
  readonly limits: WebSocketLimits;
  /** The account of a pass; `undefined` for a wrong one, after a delay. */
  readonly accountOf: (pass: string) => Promise<Profile | undefined>;
  /** Reserves the account's only connection; `false` if it is taken. */
  readonly claim: (profile: Profile) => boolean;
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

/** Limit in bytes for the messages of a client whose pass has not been checked yet. */
const heldBeforePass = 1024 * 1024;

/** What a held message counts at least, in bytes: an empty one takes memory too. */
const leastHeld = 256;

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
  #heldBytes = 0;

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
      this.#heldBytes += Math.max(message.data.length, leastHeld);
      const limit = this.#profile === undefined ? heldBeforePass : this.#parts.limits.unread;
      if (this.#heldBytes > limit) this.end(1013, 'too-much-unread');
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

  async #logIn(login: Login): Promise<void> {
    const { claim } = this.#parts;
    const profile = await this.#accountFor(login);
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
    const onOpen = (connection: UpstreamConnection, token: AccessToken): void => {
      this.#upstream = connection;
      this.#token = token;
    };
    const wanted = { profile, path: this.#handshake.path, login, onOpen };
    this.#relay(await logIn(this.#parts, wanted, this.#abort.signal));
  }

  async #accountFor({ token }: Login): Promise<Profile | undefined> {
    const { profile } = this.#handshake;
    const isLeftOut = token === undefined || token === null || token === '';
    if (isLeftOut) return profile ?? this.#parts.accountOf('');
    const named = typeof token === 'string' ? token : '';
    const account = await this.#parts.accountOf(named);
    return profile === undefined || account?.id === profile.id ? account : undefined;
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

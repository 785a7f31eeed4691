import { CancelledError, type ErrorCode, KiwoomError } from '../core/base/errors.ts';
import { type SendingParts, sendWithToken } from '../core/calls/sendWithToken.ts';
import type { Profile } from '../core/model/profile.ts';
import type { AccessToken } from '../core/model/token.ts';
import { jsonObject } from './readBody.ts';
import { type SocketMessage, UpstreamConnection } from './webSocketUpstream.ts';

/** Fields of a login message. */
export type Login = Readonly<Record<string, unknown>>;

export interface LoginParts {
  readonly domain: SendingParts;
  readonly verdict: (
    fields: Readonly<Record<string, unknown>>,
  ) => { readonly code: ErrorCode } | undefined;
  readonly networkError: (error: NodeJS.ErrnoException) => KiwoomError;
  readonly userAgent: string;
  /** Called when a login is forwarded to Kiwoom. */
  readonly onForwarded: () => void;
}

export interface LoginRequest {
  readonly profile: Profile;
  readonly path: string;
  readonly login: Login;
  /** Called with each connection that is opened; the last one is the result. */
  readonly onOpen: (connection: UpstreamConnection, token: AccessToken) => void;
}

/**
 * Connects to Kiwoom and logs in with the account's token. Retries follow the rules of `sendWithToken`.
 *
 * @returns also a connection whose login Kiwoom refused: its reply contains the reason, and its close
 *   event follows
 */
export function logIn(
  parts: LoginParts,
  { profile, path, login, onOpen }: LoginRequest,
  signal: AbortSignal,
): Promise<UpstreamConnection> {
  const { domain, verdict, networkError, userAgent, onForwarded } = parts;
  let refused: UpstreamConnection | undefined;
  return sendWithToken(
    domain,
    profile,
    { apiId: 'LOGIN', order: false },
    async (token) => {
      refused?.socket.terminate();
      refused = undefined;
      const address = { host: token.host, path, userAgent, networkError };
      const connection = await UpstreamConnection.open(address, signal);
      if (signal.aborted) {
        connection.socket.terminate();
        throw new CancelledError();
      }
      onOpen(connection, token);
      onForwarded();
      const reply = await connection.logIn(loginWith(login, token));
      const said = reply === undefined ? undefined : verdict(reply);
      if (said === undefined) return connection;
      refused = connection;
      throw new KiwoomError(said.code);
    },
    signal,
  ).catch((thrown: unknown) => {
    if (refused === undefined) throw thrown;
    return refused;
  });
}

/** Parses a login. @returns `undefined` for any other message */
export function loginIn({ data, binary }: SocketMessage): Login | undefined {
  const fields = binary ? undefined : jsonObject(data);
  return fields?.['trnm'] === 'LOGIN' ? fields : undefined;
}

export function loginWith(login: Login, { value }: AccessToken): string {
  return JSON.stringify({ ...login, token: value.reveal() });
}

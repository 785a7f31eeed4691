import type { Environment } from '../core/model/environment.ts';
import { liveServer } from '../core/model/liveServer.ts';
import type { IssuedToken, TokenApi } from '../core/model/ports.ts';
import type { AppKeys } from '../core/model/profile.ts';
import type { AccessToken } from '../core/model/token.ts';
import { endpointOrigin } from './endpoint.ts';
import { type HttpReply, type HttpTransport, serverTimeOf } from './httpTransport.ts';

/** The two OAuth calls of the Kiwoom REST API: au10001 (issue) and au10002 (revoke). */
export class OAuthClient implements TokenApi {
  readonly #transport: HttpTransport;
  readonly #endpoint: (environment: Environment) => string;
  readonly #userAgent: string;

  /**
   * @param endpoint the environment's server in the user's settings, not validated yet
   * @param userAgent must not look like a scripting library's, as the server's firewall filters by it
   */
  constructor(
    transport: HttpTransport,
    endpoint: (environment: Environment) => string,
    userAgent: string,
  ) {
    this.#transport = transport;
    this.#endpoint = endpoint;
    this.#userAgent = userAgent;
  }

  /** @throws KiwoomError `endpoint-refused` */
  host(environment: Environment): string {
    return endpointOrigin(this.#endpoint(environment));
  }

  async issue(environment: Environment, keys: AppKeys, signal?: AbortSignal): Promise<IssuedToken> {
    const host = this.host(environment);
    const reply = await this.#post(
      host + liveServer.issuePath,
      {
        grant_type: 'client_credentials',
        appkey: keys.appkey.reveal(),
        secretkey: keys.secretkey.reveal(),
      },
      signal,
    );
    const { readIssueReply } = await import('./replies.ts');
    const token = readIssueReply(reply, [keys.appkey, keys.secretkey]);
    const serverTime = serverTimeOf(reply);
    return serverTime === undefined ? { ...token, host } : { ...token, host, serverTime };
  }

  /**
   * Sends the revocation to the server that issued the token; callers check that the settings still
   * name it.
   */
  async revoke(keys: AppKeys, token: AccessToken, signal?: AbortSignal): Promise<void> {
    const reply = await this.#post(
      token.host + liveServer.revokePath,
      {
        appkey: keys.appkey.reveal(),
        secretkey: keys.secretkey.reveal(),
        token: token.value.reveal(),
      },
      signal,
    );
    const { readRevokeReply } = await import('./replies.ts');
    readRevokeReply(reply, [keys.appkey, keys.secretkey, token.value]);
  }

  #post(
    url: string,
    body: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<HttpReply> {
    const headers = {
      'Content-Type': 'application/json;charset=UTF-8',
      Accept: 'application/json',
      'User-Agent': this.#userAgent,
    };
    return this.#transport({ url, headers, body: JSON.stringify(body) }, signal);
  }
}

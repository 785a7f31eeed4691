/**
 * What the extension `kiwoom-rest-auth.kiwoom-rest-auth` gives to other extensions, version 1. Copy this
 * file into your project:
 *
 * ```ts
 * import type { KiwoomExports } from './kiwoom-rest-auth';
 *
 * const extension = vscode.extensions.getExtension<KiwoomExports>('kiwoom-rest-auth.kiwoom-rest-auth');
 * const kiwoom = (await extension?.activate())?.getApi(1);
 * ```
 */
import type { AuthenticationSession, CancellationToken, Event } from 'vscode';

export interface KiwoomExports {
  /** @throws Error that names the versions there are, for any other one */
  getApi(version: 1): KiwoomApi;
}

/** Nothing here gives a key or a token away. */
export interface KiwoomApi {
  readonly version: 1;

  /** Resolves once what is stored has been read; until then there seems to be no account. */
  ready(): Promise<void>;

  /** Every stored app key. */
  readonly profiles: readonly KiwoomProfile[];
  readonly onDidChangeProfiles: Event<void>;

  /** The one that this window works with; `undefined` if no app key is stored. */
  readonly activeProfile: KiwoomProfile | undefined;
  readonly onDidChangeActiveProfile: Event<KiwoomProfile | undefined>;

  /** @param profileId the active profile's unless given */
  state(profileId?: string): KiwoomTokenState;
  /** By an operation, by another window, and by time alone. */
  readonly onDidChangeState: Event<{ readonly profileId: string }>;

  /**
   * Calls a TR with a valid token, at the rate that Kiwoom allows. A token that turns out to be dead is
   * issued anew once; a refusal for too many calls is waited out. What may have reached an order is never
   * sent twice.
   *
   * The session is the user's consent, given to your extension by VS Code itself:
   *
   * ```ts
   * const session = await vscode.authentication.getSession('kiwoom', ['mock'], { createIfNone: true });
   * const { body } = await kiwoom.call('ka00001', {}, { session });
   * ```
   *
   * Ask VS Code for it before each call: it asks the user once only, and tokens change. Orders of a real
   * account are asked about by this extension as well, each or once per window, as the user likes.
   *
   * @param apiId of the Kiwoom guide, `ka10001`; no WebSocket TR, no OAuth call
   * @param body the request's fields
   * @throws KiwoomApiError; CancellationError
   */
  call(
    apiId: string,
    body: Readonly<Record<string, unknown>>,
    options: KiwoomCallOptions,
  ): Promise<KiwoomReply>;
}

/** One app key in one environment. */
export interface KiwoomProfile {
  /** Also a scope of `vscode.authentication.getSession('kiwoom', [id])`, and the id of that session. */
  readonly id: string;
  /** As the user named it, often the account number. */
  readonly label: string;
  /** `real` is 실전투자, `mock` is 모의투자. */
  readonly environment: 'real' | 'mock';
}

export interface KiwoomTokenState {
  /** `expiring`: valid for less than an hour. `rejected`: Kiwoom no longer takes it. */
  readonly kind: 'none' | 'issuing' | 'valid' | 'expiring' | 'expired' | 'rejected' | 'revoking';
  /** Of the token that is held, by the server's clock; it need not be usable any more. */
  readonly expiresAt?: Date;
}

export interface KiwoomCallOptions {
  /** Of provider `kiwoom`; says whose account it is. */
  readonly session: AuthenticationSession;
  /** For the next page: `nextKey` of the reply before. */
  readonly nextKey?: string;
  readonly signal?: AbortSignal | CancellationToken;
}

export interface KiwoomReply {
  /** The fields as Kiwoom sent them. */
  readonly body: Readonly<Record<string, unknown>>;
  /** There is a next page. */
  readonly nextKey?: string;
}

export interface KiwoomApiError extends Error {
  readonly name: 'KiwoomApiError';
  /**
   * `no-consent`: ask VS Code for the session again. `untrusted-workspace`, `unknown-api`,
   * `invalid-arguments`, `rate-limited`, …: more may come within version 1.
   */
  readonly code: string;
  /** A sentence with a next step, in the user's language. */
  readonly message: string;
  /** Of Kiwoom's published table: 1511. */
  readonly serverCode?: number;
  /** Kiwoom's own words. */
  readonly serverMessage?: string;
}

import type { Environment } from '../core/environment.ts';
import type { IssuedToken, TokenApi } from '../core/ports.ts';
import type { AppKeys } from '../core/profile.ts';
import type { AccessToken } from '../core/token.ts';
import { endpointOrigin } from './endpoint.ts';

type Host = (environment: Environment) => string;

/** Loads the HTTP client with the first request, so that starting the editor costs nothing. */
export class LazyTokenApi implements TokenApi {
  readonly host: Host;
  readonly #load: (host: Host) => Promise<TokenApi>;
  #loaded: Promise<TokenApi> | undefined;

  /** @param setting what the user's settings name as this environment's server */
  constructor(setting: Host, load: (host: Host) => Promise<TokenApi>) {
    this.host = (environment) => endpointOrigin(setting(environment));
    this.#load = load;
  }

  async issue(environment: Environment, keys: AppKeys, signal?: AbortSignal): Promise<IssuedToken> {
    return (await this.#api()).issue(environment, keys, signal);
  }

  async revoke(keys: AppKeys, token: AccessToken, signal?: AbortSignal): Promise<void> {
    return (await this.#api()).revoke(keys, token, signal);
  }

  #api(): Promise<TokenApi> {
    return (this.#loaded ??= this.#load(this.host));
  }
}

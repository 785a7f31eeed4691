import { IssuedTokens } from '../../core/leaks/issuedTokens.ts';
import { HistoryCleaning } from './historyCleaning.ts';
import { HostInSettings } from './hostInSettings.ts';
import { type RestClientParts, stateKeys } from './restClientParts.ts';
import { TokenInSettings } from './tokenInSettings.ts';

/** Remembers which tokens were issued, and keeps settings and history of REST Client in step. */
export class RestClientSync {
  readonly #parts: RestClientParts;
  readonly #tokenInSettings: TokenInSettings;
  readonly #hostInSettings: HostInSettings;
  readonly #history: HistoryCleaning;

  constructor(parts: RestClientParts) {
    this.#parts = parts;
    this.#tokenInSettings = new TokenInSettings(parts);
    this.#hostInSettings = new HostInSettings(parts);
    this.#history = new HistoryCleaning(parts, () => this.#issued());
  }

  /** The token in the settings was just asked for: the user is to know what that means. */
  askAnew(): void {
    this.#tokenInSettings.askAnew();
  }

  /** @throws KiwoomError `settings-not-changed` */
  turnTokenInSettingsOff(): Promise<void> {
    return this.#tokenInSettings.turnOff();
  }

  async update(): Promise<void> {
    await this.#remember();
    await this.#tokenInSettings.update();
    await this.#hostInSettings.update();
    if (this.#parts.trusted()) await this.#history.update();
  }

  /** @see TokenInSettings.takeOutLeftovers */
  takeOutLeftovers(): Promise<void> {
    return this.#tokenInSettings.takeOutLeftovers();
  }

  /** The window ends. */
  async leave(): Promise<void> {
    await this.#tokenInSettings.leave();
    await this.#hostInSettings.leave();
  }

  async cleanHistory(): Promise<number> {
    await this.#remember();
    return this.#history.clean();
  }

  /**
   * Read anew each time, as every window adds to the list and may overwrite what another one added: for as
   * long as a window holds the token it is added again.
   */
  #issued(): IssuedTokens {
    const { fingerprint, globalState } = this.#parts;
    return new IssuedTokens(fingerprint, globalState.get(stateKeys.issuedTokens));
  }

  async #remember(): Promise<void> {
    const { profiles, tokens, globalState } = this.#parts;
    const issued = this.#issued();
    const news = profiles.all.filter((profile) => {
      const token = tokens.current(profile);
      return token !== undefined && issued.add(token.value, profile);
    });
    if (news.length > 0) await globalState.update(stateKeys.issuedTokens, issued.all);
  }
}

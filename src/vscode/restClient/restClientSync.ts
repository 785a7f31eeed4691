import { IssuedTokens } from '../../core/leaks/issuedTokens.ts';
import { HistoryCleaning } from './historyCleaning.ts';
import { HostInSettings } from './hostInSettings.ts';
import { type RestClientParts, stateKeys } from './restClientParts.ts';
import { TokenInSettings } from './tokenInSettings.ts';

/** Records issued tokens and updates REST Client's environments and history. */
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

  /** Makes the next update ask for consent again, because the user has just switched the setting on. */
  askForConsentAgain(): void {
    this.#tokenInSettings.askForConsentAgain();
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

  /** Cleans up when the window closes. */
  async leave(): Promise<void> {
    await this.#tokenInSettings.leave();
    await this.#hostInSettings.leave();
  }

  async cleanHistory(): Promise<number> {
    await this.#remember();
    return this.#history.clean();
  }

  /**
   * Read from storage each time: every window adds to the list and may overwrite another window's entry, so a
   * window adds its token again for as long as it holds it.
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

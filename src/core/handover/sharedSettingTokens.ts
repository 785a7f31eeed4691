import type { ActiveProfile } from '../accounts/activeProfile.ts';
import { type Environment, environments } from '../model/environment.ts';
import type { Profile } from '../model/profile.ts';
import type { Profiles } from '../accounts/profiles.ts';
import { Secret } from '../base/secret.ts';
import type { AccessToken } from '../model/token.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import { heldToken } from '../model/tokenState.ts';

/** Tokens by environment; an environment without a valid token is absent. */
export type EnvironmentTokens = Readonly<Partial<Record<Environment, string>>>;

export interface SharedSettingTokensParts {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly active: Pick<ActiveProfile, 'lastUsedIn'>;
  readonly tokens: Pick<TokenManager, 'state'>;
  /** The account's credential for clients: its token, or its pass while the gateway is on. */
  readonly handedOut: (profile: Profile) => Pick<AccessToken, 'value'> | undefined;
  /** Hex digest of a token. */
  readonly fingerprint: (token: Secret) => string;
}

/**
 * Merges this window's tokens into a setting that all windows share, while each window has its own
 * accounts. The focused window writes {@link own}, so that a request carries the token of the account
 * that its user sees. Every other window writes {@link withoutDead}: it adds nothing, and removes only
 * tokens that it knows to be invalid. So no two windows undo each other's work.
 */
export class SharedSettingTokens {
  readonly #parts: SharedSettingTokensParts;
  /** Fingerprints of all tokens and passes that this window has had, in any state. */
  readonly #seen = new Set<string>();

  constructor(parts: SharedSettingTokensParts) {
    this.#parts = parts;
  }

  /** The valid tokens of the accounts that this window used last. */
  own(): EnvironmentTokens {
    this.#look();
    return only((environment) => {
      const profile = this.#parts.active.lastUsedIn(environment);
      return profile === undefined ? undefined : this.#current(profile)?.value.reveal();
    });
  }

  /**
   * Removes tokens that are expired, refused, revoked, or in the wrong environment; unknown tokens
   * stay.
   */
  withoutDead(there: EnvironmentTokens): EnvironmentTokens {
    const { profiles } = this.#parts;
    this.#look();
    return only((environment) => {
      const token = there[environment];
      if (token === undefined || !this.#isSeen(token)) return token;
      const owner = profiles.all.find(
        (profile) => this.#current(profile)?.value.reveal() === token,
      );
      return owner?.environment === environment ? token : undefined;
    });
  }

  /** Removes every token that this window has had, valid or not. */
  withoutSeen(there: EnvironmentTokens): EnvironmentTokens {
    this.#look();
    return only((environment) => {
      const token = there[environment];
      return token === undefined || this.#isSeen(token) ? undefined : token;
    });
  }

  #look(): void {
    const { profiles, tokens, fingerprint } = this.#parts;
    for (const profile of profiles.all) {
      for (const held of [heldToken(tokens.state(profile.id)), this.#current(profile)]) {
        if (held !== undefined) this.#seen.add(fingerprint(held.value));
      }
    }
  }

  #isSeen(token: string): boolean {
    return this.#seen.has(this.#parts.fingerprint(new Secret(token)));
  }

  #current(profile: Profile): Pick<AccessToken, 'value'> | undefined {
    return this.#parts.handedOut(profile);
  }
}

function only(token: (environment: Environment) => string | undefined): EnvironmentTokens {
  return Object.fromEntries(
    environments.flatMap((environment) => {
      const found = token(environment);
      return found === undefined ? [] : [[environment, found]];
    }),
  );
}

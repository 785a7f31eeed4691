import type { CallKind } from '../core/model/ports.ts';

/** Redis key names. The braces put all keys of an account into one hash slot. */
export class KeyNames {
  readonly #site: string;

  /** @param site result of `parseSite` */
  constructor(site: string) {
    this.#site = site;
  }

  state(profileId: string): string {
    return `${this.#account(profileId)}:state`;
  }

  lock(profileId: string): string {
    return `${this.#account(profileId)}:lock`;
  }

  fence(profileId: string): string {
    return `${this.#account(profileId)}:fence`;
  }

  calls({ profileId, apiId }: CallKind): string {
    return `${this.#account(profileId)}:calls:${apiId}`;
  }

  get machines(): string {
    return `kiwoom:{${this.#site}}:machines`;
  }

  get channel(): string {
    return `kiwoom:{${this.#site}}:changes`;
  }

  #account(profileId: string): string {
    return `kiwoom:{${this.#site}:${profileId}}`;
  }
}

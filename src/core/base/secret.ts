/**
 * A value that may be used but not shown: an app key, a secret key, an access token.
 *
 * Template strings, `JSON.stringify`, `util.inspect` and log calls get a placeholder; {@link
 * Secret.reveal} is the only access to the value, which makes every use easy to find.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }
}

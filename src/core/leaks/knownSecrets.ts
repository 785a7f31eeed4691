import { type Disposable, disposeAll, Emitter } from '../base/event.ts';
import type { KeyStore } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { Profiles } from '../accounts/profiles.ts';
import { Secret } from '../base/secret.ts';
import type { KnownSecret, SecretMatcher } from './secretSearch.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import { heldToken } from '../model/tokenState.ts';

export interface AccountPass {
  readonly profile: Profile;
  readonly value: Secret;
}

export interface KnownSecretsParts {
  readonly profiles: Pick<Profiles, 'all' | 'onDidChange'>;
  readonly tokens: Pick<TokenManager, 'state' | 'onDidChange'>;
  readonly keyStore: Pick<KeyStore, 'keys'>;
  /** The current passes of the gateway; none while it is off. */
  readonly passes?: () => readonly AccountPass[];
  /** Hex digest of a random value, not reversible. */
  readonly fingerprint: (secret: Secret) => string;
  /** Subscribes to possible changes of the key store. */
  readonly onKeysChanged: (listener: () => void) => Disposable;
  readonly onListenerError: (thrown: unknown) => void;
}

interface Fingerprint {
  readonly hash: string;
  readonly length: number;
}

interface KeyFingerprints {
  readonly appkey: Fingerprint;
  readonly secretkey: Fingerprint;
}

/**
 * Fingerprints of all keys and held tokens, to recognise them in files and settings. The keys are read
 * from the key store once; the fingerprints are cached in memory only.
 */
export class KnownSecrets implements Disposable {
  readonly #parts: KnownSecretsParts;
  readonly #changed: Emitter<void>;
  readonly #subscriptions: readonly Disposable[];
  readonly #keys = new Map<string, KeyFingerprints>();
  /** Number of changes of the key store, to detect a stale read. */
  #keyChanges = 0;
  #matcher: Promise<SecretMatcher> | undefined;

  constructor(parts: KnownSecretsParts) {
    this.#parts = parts;
    this.#changed = new Emitter(parts.onListenerError);
    this.#subscriptions = [
      parts.profiles.onDidChange(() => {
        this.#forget(false);
      }),
      parts.tokens.onDidChange(() => {
        this.#forget(false);
      }),
      parts.onKeysChanged(() => {
        this.#forget(true);
      }),
    ];
  }

  /** Subscribes to changes of {@link matcher}. */
  onDidChange(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }

  /** Cached until something changes. Keys that cannot be read now are missing from it. */
  matcher(): Promise<SecretMatcher> {
    return (this.#matcher ??= this.#read());
  }

  /** Discards the cached passes of the gateway. */
  passesChanged(): void {
    this.#forget(false);
  }

  dispose(): void {
    disposeAll(this.#subscriptions);
  }

  #forget(keysToo: boolean): void {
    this.#matcher = undefined;
    if (keysToo) {
      this.#keyChanges += 1;
      this.#keys.clear();
    }
    this.#changed.emit();
  }

  async #read(): Promise<SecretMatcher> {
    const { profiles, tokens } = this.#parts;
    const secrets = new Map<string, KnownSecret>();
    const lengths = new Set<number>();
    const add = ({ hash, length }: Fingerprint, secret: KnownSecret): void => {
      secrets.set(hash, secret);
      lengths.add(length);
    };
    for (const profile of profiles.all) {
      const keys = await this.#keysOf(profile);
      if (keys !== undefined) {
        add(keys.appkey, { kind: 'appkey', profile });
        add(keys.secretkey, { kind: 'secretkey', profile });
      }
      const token = heldToken(tokens.state(profile.id));
      if (token !== undefined) add(this.#fingerprint(token.value), { kind: 'token', profile });
    }
    for (const { profile, value } of this.#parts.passes?.() ?? []) {
      add(this.#fingerprint(value), { kind: 'pass', profile });
    }
    return {
      lengths,
      match: (text) =>
        lengths.has(text.length)
          ? secrets.get(this.#parts.fingerprint(new Secret(text)))
          : undefined,
    };
  }

  async #keysOf({ id }: Profile): Promise<KeyFingerprints | undefined> {
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const asOf = this.#keyChanges;
    try {
      const { appkey, secretkey } = await this.#parts.keyStore.keys(id);
      const read = { appkey: this.#fingerprint(appkey), secretkey: this.#fingerprint(secretkey) };
      if (asOf === this.#keyChanges) this.#keys.set(id, read);
      return read;
    } catch {
      // The keyring is locked, which commands report. The next change retries.
      return undefined;
    }
  }

  #fingerprint(secret: Secret): Fingerprint {
    return { hash: this.#parts.fingerprint(secret), length: secret.reveal().length };
  }
}

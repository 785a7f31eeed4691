import * as z from 'zod/mini';
import { KiwoomError } from '../core/base/errors.ts';
import type { Clock } from '../core/model/ports.ts';
import type { AppKeys } from '../core/model/profile.ts';
import type { AccessToken } from '../core/model/token.ts';
import type { KeyNames } from './keyNames.ts';
import type { Link } from './link.ts';
import { readScript, revokeScript, writeScript } from './scripts.ts';

export interface SealedToken {
  readonly token: AccessToken;
  /** The server no longer takes it. */
  readonly dead: boolean;
}

/** Sealing as on disk, so that a copy in the store is worth as little as the file. */
export interface Sealing {
  readonly sealToken: (profileId: string, keys: AppKeys, token: SealedToken) => string;
  /** @throws Error for anything that these keys do not open for this profile */
  readonly unsealToken: (profileId: string, keys: AppKeys, text: string) => SealedToken;
}

/** What the store holds of an account. */
export interface SharedState {
  readonly held: SealedToken | 'absent' | 'unreadable';
  /** The last token that was revoked, until it would have expired. */
  readonly revoked?: AccessToken;
  /** Changes with every write; `''` where there is nothing. */
  readonly version: string;
}

/** Proof that a write is not late: the lock's number, or the version that it was made from. */
export type Proof = { readonly fence: string } | { readonly version: string };

const field = z.nullable(z.string());
const stateReply = z.union([z.literal('foreign'), z.tuple([field, field, field, field])]);
const writeReply = z.enum(['written', 'outrun', 'changed', 'foreign']);

/** As a script gives it; still sealed. */
export type SealedState = Exclude<z.infer<typeof stateReply>, 'foreign'>;

/** @throws KiwoomError `shared-tokens-foreign-value` */
export function parseState(reply: unknown): SealedState {
  const state = stateReply.safeParse(reply);
  if (!state.success || state.data === 'foreign') {
    throw new KiwoomError('shared-tokens-foreign-value');
  }
  return state.data;
}

export interface SharedStatesParts {
  readonly link: Pick<Link, 'run'>;
  readonly names: KeyNames;
  /** Kiwoom's time: an expiry is counted by it, and told to Redis as a duration. */
  readonly clock: Clock;
  readonly sealing: () => Promise<Sealing>;
  /** Who publishes, so as to know its own messages. */
  readonly source: string;
}

/** The accounts' tokens at the Redis server. Every call is one round trip. */
export class SharedStates {
  readonly #parts: SharedStatesParts;

  constructor(parts: SharedStatesParts) {
    this.#parts = parts;
  }

  /** @throws KiwoomError of the shared token store */
  async read(profileId: string, keys: AppKeys): Promise<SharedState> {
    const { link, names } = this.#parts;
    const reply = await link.run(readScript, [names.state(profileId)], []);
    return this.open(profileId, keys, parseState(reply));
  }

  /** Opens what a script gave. What these keys do not open is unreadable, never an error. */
  async open(profileId: string, keys: AppKeys, state: SealedState): Promise<SharedState> {
    const { unsealToken } = await this.#parts.sealing();
    const opened = (text: string | null): SealedToken | 'absent' | 'unreadable' => {
      if (text === null) return 'absent';
      try {
        return unsealToken(profileId, keys, text);
      } catch {
        return 'unreadable';
      }
    };
    const [, sealed, revokedText, version] = state;
    const revoked = opened(revokedText);
    return {
      held: opened(sealed),
      ...(typeof revoked === 'string' ? {} : { revoked: revoked.token }),
      version: version ?? '',
    };
  }

  /**
   * @throws KiwoomError `shared-tokens-outrun` for a write that is late, or another one of the store
   */
  async write(profileId: string, keys: AppKeys, token: SealedToken, proof: Proof): Promise<void> {
    const ttlMs = token.token.expiresAt - this.#parts.clock.now();
    if (ttlMs <= 0) return;
    const { sealToken } = await this.#parts.sealing();
    await this.#change(writeScript, profileId, proof, [
      sealToken(profileId, keys, token),
      String(Math.ceil(ttlMs)),
    ]);
  }

  /** What is held becomes what was revoked. Throws as `write` does. */
  async revoke(profileId: string, proof: Proof): Promise<void> {
    await this.#change(revokeScript, profileId, proof, ['', '0', '']);
  }

  /**
   * Tells of a token that was revoked while the store was away. Throws as `write` does.
   *
   * @param keepsHeld what is held there came after it
   */
  async tellRevoked(
    profileId: string,
    keys: AppKeys,
    token: AccessToken,
    { proof, keepsHeld }: { proof: Proof; keepsHeld: boolean },
  ): Promise<void> {
    const ttlMs = Math.ceil(token.expiresAt - this.#parts.clock.now());
    if (ttlMs <= 0) return;
    const { sealToken } = await this.#parts.sealing();
    const sealed = sealToken(profileId, keys, { token, dead: true });
    const more = [sealed, String(ttlMs), keepsHeld ? '1' : ''];
    await this.#change(revokeScript, profileId, proof, more);
  }

  async #change(
    script: string,
    profileId: string,
    proof: Proof,
    more: readonly string[],
  ): Promise<void> {
    const { link, names, source } = this.#parts;
    const reply = await link.run(
      script,
      [names.state(profileId), names.fence(profileId)],
      [
        'fence' in proof ? proof.fence : '',
        'version' in proof ? proof.version : '',
        names.channel,
        JSON.stringify({ profile: profileId, source, event: 'changed' }),
        ...more,
      ],
    );
    const outcome = writeReply.parse(reply);
    if (outcome === 'foreign') throw new KiwoomError('shared-tokens-foreign-value');
    if (outcome !== 'written') throw new KiwoomError('shared-tokens-outrun');
  }
}

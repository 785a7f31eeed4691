import * as z from 'zod/mini';
import { KiwoomError } from '../core/base/errors.ts';
import type { Clock } from '../core/model/ports.ts';
import type { AppKeys } from '../core/model/profile.ts';
import type { AccessToken } from '../core/model/token.ts';
import type { KeyNames } from './keyNames.ts';
import type { Link } from './link.ts';
import { listSeparator, longestList, readScript, revokeScript, writeScript } from './scripts.ts';

export interface SealedToken {
  readonly token: AccessToken;
  /** Whether the server no longer accepts it. */
  readonly dead: boolean;
}

/**
 * Encryption of tokens, the same as on disk, so that a copy of the store is as useless as a copy of the
 * file.
 */
export interface Sealing {
  readonly sealToken: (profileId: string, keys: AppKeys, token: SealedToken) => string;
  /** @throws Error for content that these keys do not decrypt for this profile */
  readonly unsealToken: (profileId: string, keys: AppKeys, text: string) => SealedToken;
}

/** The store's state of an account. */
export interface SharedState {
  readonly held: SealedToken | 'absent' | 'unreadable';
  /** The last revoked tokens, kept until their expiry. */
  readonly revoked: readonly AccessToken[];
  /** Changes with every write; `''` if there is nothing. */
  readonly version: string;
}

/**
 * Condition of a write, so that a late one is refused: the lock's fencing token, or the version that
 * was read.
 */
export type WriteCondition = { readonly fence: string } | { readonly version: string };

const field = z.nullable(z.string());
const stateReply = z.union([z.literal('foreign'), z.tuple([field, field, field, field])]);
const writeReply = z.enum(['written', 'outrun', 'changed', 'foreign']);

/** The reply of a script; still encrypted. */
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
  /** Kiwoom's time, by which the remaining lifetime is computed; Redis gets a duration. */
  readonly clock: Clock;
  readonly sealing: () => Promise<Sealing>;
  /** Id of the publisher, to ignore its own messages. */
  readonly source: string;
}

/** Tokens at the Redis server, per account. Every call is one round trip. */
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

  /** Decrypts a script's reply. Undecryptable content becomes `unreadable`, never an error. */
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
    const list = (revokedText ?? '').split(listSeparator).filter((text) => text !== '');
    // Each costs time, and the server may say anything.
    const revoked = list.slice(-longestList).map(opened);
    return {
      held: opened(sealed),
      revoked: revoked.flatMap((each) => (typeof each === 'string' ? [] : [each.token])),
      version: version ?? '',
    };
  }

  /** @throws KiwoomError `shared-tokens-outrun` for a late write, or another one of the store */
  async write(
    profileId: string,
    keys: AppKeys,
    token: SealedToken,
    condition: WriteCondition,
  ): Promise<void> {
    const ttlMs = token.token.expiresAt - this.#parts.clock.now();
    if (ttlMs <= 0) return;
    const { sealToken } = await this.#parts.sealing();
    await this.#change(writeScript, profileId, condition, [
      sealToken(profileId, keys, token),
      String(Math.ceil(ttlMs)),
    ]);
  }

  /** Marks the held token as revoked. Throws as `write` does. */
  async revoke(profileId: string, condition: WriteCondition): Promise<void> {
    await this.#change(revokeScript, profileId, condition, ['', '0', '']);
  }

  /**
   * Reports tokens that were revoked while the store was unreachable. Throws as `write` does.
   *
   * @param keepsHeld whether the store's token is newer and stays
   */
  async tellRevoked(
    profileId: string,
    keys: AppKeys,
    tokens: readonly AccessToken[],
    { condition, keepsHeld }: { condition: WriteCondition; keepsHeld: boolean },
  ): Promise<void> {
    const end = Math.max(...tokens.map(({ expiresAt }) => expiresAt));
    const ttlMs = Math.ceil(end - this.#parts.clock.now());
    if (ttlMs <= 0) return;
    const { sealToken } = await this.#parts.sealing();
    const sealed = tokens.map((token) => sealToken(profileId, keys, { token, dead: true }));
    const more = [sealed.join(listSeparator), String(ttlMs), keepsHeld ? '1' : ''];
    await this.#change(revokeScript, profileId, condition, more);
  }

  async #change(
    script: string,
    profileId: string,
    condition: WriteCondition,
    more: readonly string[],
  ): Promise<void> {
    const { link, names, source } = this.#parts;
    const reply = await link.run(
      script,
      [names.state(profileId), names.fence(profileId)],
      [
        'fence' in condition ? condition.fence : '',
        'version' in condition ? condition.version : '',
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

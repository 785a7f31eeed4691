import type { KiwoomError } from '../base/errors.ts';
import type { AccessToken } from './token.ts';

/** A window's knowledge of a profile's token. */
export type HeldToken =
  | {
      readonly kind: 'none';
      /**
       * The last token, revoked by this window, whose file could not be removed: it must not be loaded
       * again.
       */
      readonly unremoved: AccessToken | undefined;
    }
  | {
      /** Only the passing of time can invalidate it. */
      readonly kind: 'live';
      readonly token: AccessToken;
      /** Whether the token store has it too: if it disappears there, another window revoked it. */
      readonly stored: boolean;
      /** Whether an issue before the expiry returned this same token: asking again would not help. */
      readonly repeated: boolean;
      /** Whether a revocation was sent without an answer. */
      readonly revokeSent: boolean;
    }
  | {
      /** The server no longer accepts it. */
      readonly kind: 'dead';
      readonly token: AccessToken;
      readonly stored: boolean;
      readonly reason: KiwoomError;
    };

/** A profile's token and the running operation; `tokenState` derives the state from it and the time. */
export interface TokenRecord {
  readonly held: HeldToken;
  readonly activity: 'issuing' | 'revoking' | undefined;
  /** The last failed operation; cleared by the next one that succeeds. */
  readonly lastError: KiwoomError | undefined;
}

export const emptyRecord: TokenRecord = {
  held: { kind: 'none', unremoved: undefined },
  activity: undefined,
  lastError: undefined,
};

/** The token of a record, dead or alive. */
export function tokenOf(held: HeldToken): AccessToken | undefined {
  return held.kind === 'none' ? undefined : held.token;
}

import type { KiwoomError } from '../base/errors.ts';
import type { AccessToken } from './token.ts';

/** What a window knows of a profile's token. */
export type HeldToken =
  | {
      readonly kind: 'none';
      /** The last token, revoked here, whose file could not be removed: it must not come back. */
      readonly unremoved: AccessToken | undefined;
    }
  | {
      /** Nothing but time speaks against it. */
      readonly kind: 'live';
      readonly token: AccessToken;
      /** The token store has it too: if it is gone from there, another window revoked it. */
      readonly stored: boolean;
      /** An issue before the expiry gave this same token back: asking again would not help. */
      readonly repeated: boolean;
      /** It was sent to be revoked, and no answer said whether it is. */
      readonly revokeSent: boolean;
    }
  | {
      /** The server no longer takes it. */
      readonly kind: 'dead';
      readonly token: AccessToken;
      readonly stored: boolean;
      readonly reason: KiwoomError;
    };

/** What is held for a profile, and what goes on with it; time turns it into a `TokenState`. */
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

/** The token that is held, dead or alive. */
export function tokenOf(held: HeldToken): AccessToken | undefined {
  return held.kind === 'none' ? undefined : held.token;
}

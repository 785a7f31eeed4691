import { KiwoomError } from '../base/errors.ts';
import { type AccessToken, sameToken } from '../model/token.ts';
import { emptyRecord, type HeldToken, type TokenRecord, tokenOf } from '../model/tokenRecord.ts';

/**
 * Pure function from the current record to the next one. Operations wait for servers and disks while
 * other events arrive, so none may write back a record that it read before.
 */
export type Transition = (record: TokenRecord) => TokenRecord;

/** An operation starts; the token stays unchanged. */
export const begun =
  (activity: 'issuing' | 'revoking'): Transition =>
  (record) => ({ ...record, activity });

/** The operation ended; its failure, if any, is recorded. */
export const ended =
  (error: KiwoomError | undefined): Transition =>
  (record) => ({ ...record, activity: undefined, lastError: error ?? record.lastError });

export const failed =
  (error: KiwoomError): Transition =>
  (record) => ({ ...record, lastError: error });

/** @param repeated whether the server returned the held token again */
export const issued =
  (token: AccessToken, repeated: boolean): Transition =>
  (record) =>
    holding(record, { kind: 'live', token, repeated, stored: false, revokeSent: false });

/** A request was refused because of `token`. Ignored if another token is held. */
export const rejected =
  (token: AccessToken, reason: KiwoomError): Transition =>
  (record) =>
    isHeld(record, token)
      ? { ...record, held: dead(token, storedOf(record.held), reason), lastError: reason }
      : record;

/** The revocation of `token` was sent without an answer: it may have succeeded. */
export const revokeUnanswered =
  (token: AccessToken): Transition =>
  (record) =>
    record.held.kind === 'live' && isHeld(record, token)
      ? { ...record, held: { ...record.held, revokeSent: true } }
      : record;

/** `token` was revoked to be replaced, or is about to be: dead until an issue follows. */
export const retired =
  (token: AccessToken): Transition =>
  (record) =>
    isHeld(record, token) ? holding(record, dead(token, false, tokenInvalid())) : record;

/** Revoked by the user, and removed from the token store. */
export const revoked: Transition = (record) => holding(record, emptyRecord.held);

/** Revoked by the user, but its file could not be removed. */
export const revokedButNotRemoved: Transition = (record) =>
  holding(record, { kind: 'none', unremoved: tokenOf(record.held) });

/**
 * The token store has `token`, perhaps from another window, which may know more than this one, or have a
 * better estimate of the server's clock.
 */
export const foundInStore =
  (token: AccessToken, isDead: boolean): Transition =>
  (record) => {
    const { held } = record;
    if (knowsMore(held, token, isDead)) {
      return isRetimed(held, token) ? { ...record, held: { ...held, token } } : record;
    }
    if (isDead) return holding(record, dead(token, true, tokenInvalid()));
    const [repeated, revokeSent] = [false, false];
    return holding(record, { kind: 'live', token, stored: true, repeated, revokeSent });
  };

/** The token store is empty: if it had a token before, another window revoked it. */
export const missingInStore: Transition = (record) =>
  storedOf(record.held) ? holding(record, emptyRecord.held) : record;

/** `token` was written to the store. @param kept whether it is stored now */
export const written =
  (token: AccessToken, kept: boolean): Transition =>
  (record) =>
    record.held.kind !== 'none' && isHeld(record, token)
      ? { ...record, held: { ...record.held, stored: kept } }
      : record;

/** Replaces the held token and clears the last error. */
function holding({ activity }: TokenRecord, held: HeldToken): TokenRecord {
  return { held, activity, lastError: undefined };
}

function dead(token: AccessToken, stored: boolean, reason: KiwoomError): HeldToken {
  return { kind: 'dead', token, stored, reason };
}

function tokenInvalid(): KiwoomError {
  return new KiwoomError('token-invalid');
}

function isHeld({ held }: TokenRecord, token: AccessToken): boolean {
  return held.kind !== 'none' && sameToken(held.token, token);
}

function storedOf(held: HeldToken): boolean {
  return held.kind !== 'none' && held.stored;
}

/** Whether another window stored the same token with another clock difference. */
function isRetimed(
  held: HeldToken,
  stored: AccessToken,
): held is Exclude<HeldToken, { kind: 'none' }> {
  return (
    held.kind !== 'none' &&
    sameToken(held.token, stored) &&
    held.token.clockAheadMs !== stored.clockAheadMs
  );
}

/** Whether this window's record is at least as recent as the store. */
function knowsMore(held: HeldToken, stored: AccessToken, isDead: boolean): boolean {
  if (held.kind === 'none')
    return held.unremoved !== undefined && sameToken(held.unremoved, stored);
  if (sameToken(held.token, stored)) return held.kind === 'dead' || !isDead;
  // A newer token that could not be written.
  return !held.stored && held.token.receivedAt > stored.receivedAt;
}

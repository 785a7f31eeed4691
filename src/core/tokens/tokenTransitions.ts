import { KiwoomError } from '../base/errors.ts';
import { type AccessToken, sameToken } from '../model/token.ts';
import { emptyRecord, type HeldToken, type TokenRecord, tokenOf } from '../model/tokenRecord.ts';

/**
 * What an event makes of the record as it is by then. An operation waits for servers and disks, and
 * other events come meanwhile: so none may write back what it read before.
 */
export type Transition = (record: TokenRecord) => TokenRecord;

/** Another operation begins; what is held stays as it is. */
export const begun =
  (activity: 'issuing' | 'revoking'): Transition =>
  (record) => ({ ...record, activity });

/** The operation is over; its failure, if it had one, is remembered. */
export const ended =
  (error: KiwoomError | undefined): Transition =>
  (record) => ({ ...record, activity: undefined, lastError: error ?? record.lastError });

export const failed =
  (error: KiwoomError): Transition =>
  (record) => ({ ...record, lastError: error });

/** @param repeated it is the token that was held before */
export const issued =
  (token: AccessToken, repeated: boolean): Transition =>
  (record) =>
    holding(record, { kind: 'live', token, repeated, stored: false, revokeSent: false });

/** A request was refused because of `token`. Says nothing about another one. */
export const rejected =
  (token: AccessToken, reason: KiwoomError): Transition =>
  (record) =>
    isHeld(record, token)
      ? { ...record, held: dead(token, storedOf(record.held), reason), lastError: reason }
      : record;

/** `token` was sent to be revoked and no answer came: it may have been done. */
export const revokeUnanswered =
  (token: AccessToken): Transition =>
  (record) =>
    record.held.kind === 'live' && isHeld(record, token)
      ? { ...record, held: { ...record.held, revokeSent: true } }
      : record;

/** `token` was revoked in order to be replaced, or is about to be: dead until an issue follows. */
export const retired =
  (token: AccessToken): Transition =>
  (record) =>
    isHeld(record, token) ? holding(record, dead(token, false, tokenInvalid())) : record;

/** Revoked on purpose, and the token store no longer has it. */
export const revoked: Transition = (record) => holding(record, emptyRecord.held);

/** Revoked on purpose, but its file is still there. */
export const revokedButNotRemoved: Transition = (record) =>
  holding(record, { kind: 'none', unremoved: tokenOf(record.held) });

/** The token store has `token`, perhaps by another window, which may know more than this one. */
export const foundInStore =
  (token: AccessToken, isDead: boolean): Transition =>
  (record) => {
    if (knowsMore(record.held, token, isDead)) return record;
    if (isDead) return holding(record, dead(token, true, tokenInvalid()));
    const [repeated, revokeSent] = [false, false];
    return holding(record, { kind: 'live', token, stored: true, repeated, revokeSent });
  };

/** The same token, from a window that has learned more of the server's clock. */
export const retimed =
  (token: AccessToken): Transition =>
  (record) =>
    record.held.kind !== 'none' && isHeld(record, token)
      ? { ...record, held: { ...record.held, token } }
      : record;

/** The token store has none: if it had, another window revoked it. */
export const missingInStore: Transition = (record) =>
  storedOf(record.held) ? holding(record, emptyRecord.held) : record;

/** `token` was handed to the store. @param kept whether it is there now */
export const written =
  (token: AccessToken, kept: boolean): Transition =>
  (record) =>
    record.held.kind !== 'none' && isHeld(record, token)
      ? { ...record, held: { ...record.held, stored: kept } }
      : record;

/** What is held is other than before, and what went wrong before is over. */
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

/** Whether another window stored the same token by another difference of the clocks. */
export function isRetimed(held: HeldToken, stored: AccessToken): boolean {
  return (
    held.kind !== 'none' &&
    sameToken(held.token, stored) &&
    held.token.clockAheadMs !== stored.clockAheadMs
  );
}

/** Whether this window knows at least as much as the store. */
export function knowsMore(held: HeldToken, stored: AccessToken, isDead: boolean): boolean {
  if (held.kind === 'none')
    return held.unremoved !== undefined && sameToken(held.unremoved, stored);
  if (sameToken(held.token, stored)) return held.kind === 'dead' || !isDead;
  // A newer token that the disk refused.
  return !held.stored && held.token.receivedAt > stored.receivedAt;
}

import { KiwoomError, toKiwoomError } from '../base/errors.ts';
import {
  died,
  isAhead,
  type IssueHistory,
  isRefusal,
  isRepeatedlyReplaced,
  noHistory,
  nextIssueAt,
  refused,
  spent,
  succeeded,
  upToDate,
} from '../model/issueHistory.ts';
import type { Clock, IssueLedger, Log } from '../model/ports.ts';

/** Origin of a request: a user's command, automatic work, or a test of keys that are not stored yet. */
export type IssueCause = 'user' | 'itself' | 'trial';

/** A refusal so close to the expiry may be a clock difference, in milliseconds. */
const nearExpiryMs = 10 * 60 * 1000;

export interface IssueBudgetParts {
  /** Without a ledger, requests are counted in this window only. */
  readonly ledger: IssueLedger | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Limits the automatic issue requests, whatever the server answers. Its methods must run exclusively
 * per profile: in its queue, and under the lock.
 */
export class IssueBudget {
  readonly #parts: IssueBudgetParts;
  /** In-memory copy of the ledger, used if the disk fails. */
  readonly #known = new Map<string, IssueHistory>();

  constructor(parts: IssueBudgetParts) {
    this.#parts = parts;
  }

  /** Earliest time of the next automatic request, as far as this window knows; epoch milliseconds. */
  allowedAt(profileId: string): number | undefined {
    const history = upToDate(this.#known.get(profileId) ?? noHistory, this.#parts.clock.now());
    return nextIssueAt(history);
  }

  /**
   * Requests a token and records the outcome; a refusal of unstored keys is not recorded for the stored
   * ones.
   *
   * @throws KiwoomError `issue-paused` or `token-replaced` before a request is sent; what `ask` throws
   */
  async run<T>(profileId: string, cause: IssueCause, ask: () => Promise<T>): Promise<T> {
    const before = await this.#read(profileId);
    if (cause === 'itself') await this.#spend(profileId, before);
    try {
      const answer = await ask();
      const known = this.#get(profileId);
      if (known.fault !== undefined) await this.#write(profileId, succeeded(known));
      return answer;
    } catch (thrown) {
      if (cause !== 'trial' && thrown instanceof KiwoomError && isRefusal(thrown)) {
        const now = this.#parts.clock.now();
        const known = upToDate(this.#get(profileId), now);
        await this.#write(profileId, refused(known, thrown.code, cause === 'itself', now));
      }
      throw thrown;
    }
  }

  /**
   * Records that the server refused a token in use.
   *
   * @param expiresAt of that token
   */
  async died(profileId: string, expiresAt: number): Promise<void> {
    const now = this.#parts.clock.now();
    if (expiresAt - now < nearExpiryMs) return;
    const history = await this.#read(profileId);
    if (history.fault === undefined) await this.#write(profileId, died(history, now));
  }

  async forget(profileId: string): Promise<void> {
    this.#known.delete(profileId);
    await this.#parts.ledger?.remove(profileId);
  }

  /** Written before the request is sent, so that it counts even if the process ends during it. */
  async #spend(profileId: string, history: IssueHistory): Promise<void> {
    const { fault } = history;
    if (fault === undefined) return;
    const now = this.#parts.clock.now();
    const retryAt = nextIssueAt(history);
    if (retryAt !== undefined && retryAt > now) {
      if (isRepeatedlyReplaced(history)) throw new KiwoomError('token-replaced', { retryAt });
      const because = fault.kind === 'refusal' ? fault.code : 'token-invalid';
      throw new KiwoomError('issue-paused', { retryAt, because });
    }
    await this.#write(profileId, spent(history, now));
  }

  #get(profileId: string): IssueHistory {
    return this.#known.get(profileId) ?? noHistory;
  }

  async #read(profileId: string): Promise<IssueHistory> {
    const { ledger, clock } = this.#parts;
    const stored = await ledger?.read(profileId);
    const history = upToDate(stored ?? this.#get(profileId), clock.now());
    this.#known.set(profileId, history);
    // Future times are corrected once; otherwise they would restart with every read.
    if (stored !== undefined && isAhead(stored, clock.now())) await this.#write(profileId, history);
    return history;
  }

  /** If the disk fails, this window counts alone. */
  async #write(profileId: string, history: IssueHistory): Promise<void> {
    this.#known.set(profileId, history);
    try {
      await this.#parts.ledger?.write(profileId, history);
    } catch (thrown) {
      const { message, details } = toKiwoomError(thrown);
      this.#parts.log.warn('issue-history-not-stored', {
        profile: profileId,
        error: message,
        subject: details.subject,
      });
    }
  }
}

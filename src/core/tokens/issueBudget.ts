import { KiwoomError, toKiwoomError } from '../base/errors.ts';
import {
  died,
  isAhead,
  type IssueHistory,
  isRefusal,
  isReplacedAgainAndAgain,
  noHistory,
  ownIssueAllowedAt,
  refused,
  spent,
  succeeded,
  upToDate,
} from '../model/issueHistory.ts';
import { isPassing } from '../model/passingFaults.ts';
import type { Clock, IssueLedger, Log } from '../model/ports.ts';

/** Who asks: a command of the user's, what goes on by itself, or keys that are not stored yet. */
export type IssueCause = 'user' | 'itself' | 'trial';

/** A death so near to the expiry may be a difference of clocks, in milliseconds. */
const nearExpiryMs = 10 * 60 * 1000;

export interface IssueBudgetParts {
  /** Without one, requests are counted in this window only. */
  readonly ledger: IssueLedger | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps requests for a token that go out by themselves within their budget, whatever the server
 * answers. Its methods expect to be alone with the profile: in its turn, and under the lock.
 */
export class IssueBudget {
  readonly #parts: IssueBudgetParts;
  /** What this window knows, also where the disk refuses. */
  readonly #known = new Map<string, IssueHistory>();

  constructor(parts: IssueBudgetParts) {
    this.#parts = parts;
  }

  /** When the next request may go out by itself, as far as this window knows; epoch milliseconds. */
  allowedAt(profileId: string): number | undefined {
    const history = upToDate(this.#known.get(profileId) ?? noHistory, this.#parts.clock.now());
    return ownIssueAllowedAt(history, isPassing);
  }

  /**
   * Asks for a token and remembers the answer; a refusal of keys on trial says nothing about those that
   * are stored.
   *
   * @throws KiwoomError `issue-paused` or `token-replaced` before anything was asked; what `ask` throws
   */
  async run<T>(profileId: string, cause: IssueCause, ask: () => Promise<T>): Promise<T> {
    const before = await this.#read(profileId);
    if (cause === 'itself') await this.#spend(profileId, before);
    try {
      const answer = await ask();
      const known = this.#get(profileId);
      if (known.owing !== undefined) await this.#write(profileId, succeeded(known));
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
   * The server refused a token that was in use.
   *
   * @param expiresAt of that token
   */
  async died(profileId: string, expiresAt: number): Promise<void> {
    const now = this.#parts.clock.now();
    if (expiresAt - now < nearExpiryMs) return;
    const history = await this.#read(profileId);
    if (history.owing === undefined) await this.#write(profileId, died(history, now));
  }

  async forget(profileId: string): Promise<void> {
    this.#known.delete(profileId);
    await this.#parts.ledger?.remove(profileId);
  }

  /** Written before the request goes out: a process that ends in it has asked all the same. */
  async #spend(profileId: string, history: IssueHistory): Promise<void> {
    const { owing } = history;
    if (owing === undefined) return;
    const now = this.#parts.clock.now();
    const retryAt = ownIssueAllowedAt(history, isPassing);
    if (retryAt !== undefined && retryAt > now) {
      if (isReplacedAgainAndAgain(history)) throw new KiwoomError('token-replaced', { retryAt });
      const because = owing.kind === 'refusal' ? owing.code : 'token-invalid';
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
    // What lay in the future must not begin anew with each look at it.
    if (stored !== undefined && isAhead(stored, clock.now())) await this.#write(profileId, history);
    return history;
  }

  /** Where the disk refuses, this window counts alone. */
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

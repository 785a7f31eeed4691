import { type KiwoomError, toKiwoomError } from '../base/errors.ts';
import { type Disposable, Emitter } from '../base/event.ts';
import type { Clock, Log, Scheduler } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { Profiles } from '../accounts/profiles.ts';
import { type RenewalAction, renewalAction, type RenewalPolicy } from './renewalPolicy.ts';
import { isRetryable, retryPause } from './retry.ts';
import { Alarms } from '../time/alarm.ts';
import type { AccessToken } from '../model/token.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import type { TokenWatch } from '../tokens/tokenWatch.ts';

export interface RenewerParts {
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly watch: TokenWatch;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly policy: () => RenewalPolicy;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  readonly onListenerError: (thrown: unknown) => void;
}

/** The failure of a renewal, and its next retry. */
export interface RenewalTrouble {
  readonly error: KiwoomError;
  /** Consecutive failures. */
  readonly failures: number;
  /** Epoch milliseconds by the server's clock; `undefined` if there is no retry until the user acts. */
  readonly nextTryAt?: number;
}

/** Renews tokens after their first issue. It sets no timer while there are none. */
export class Renewer implements Disposable {
  readonly #parts: RenewerParts;
  readonly #running = new Map<string, Promise<undefined>>();
  readonly #alarms: Alarms;
  readonly #troubles = new Map<string, RenewalTrouble>();
  /** Expiry of the last token that a renewal revoked. */
  readonly #revokedExpiry = new Map<string, number>();
  readonly #changed: Emitter<string>;
  readonly #subscription: Disposable;
  #isDisposed = false;

  constructor(parts: RenewerParts) {
    this.#parts = parts;
    this.#alarms = new Alarms(parts.scheduler);
    this.#changed = new Emitter(parts.onListenerError);
    this.#subscription = parts.watch.onDidChange((profileId) => {
      this.#consider(profileId);
    });
  }

  /** Subscribes to changes of a profile's trouble; called with the profile's id. */
  onDidChange(listener: (profileId: string) => void): Disposable {
    return this.#changed.on(listener);
  }

  trouble(profileId: string): RenewalTrouble | undefined {
    return this.#troubles.get(profileId);
  }

  /** Resolves once no renewal of this account is running, whatever its outcome. */
  async settled(profileId: string): Promise<void> {
    await this.#running.get(profileId);
  }

  /** Decides again for every profile, as a changed setting may have removed the obstacle. */
  refresh(): void {
    for (const { id } of this.#parts.profiles.all) {
      const waitsForSomebody = this.#troubles.get(id)?.nextTryAt === undefined;
      if (waitsForSomebody) this.#setTrouble(id, undefined);
      this.#consider(id);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
    this.#alarms.dispose();
  }

  #consider(profileId: string): void {
    if (this.#isDisposed || this.#running.has(profileId)) return;
    const { tokens, profiles } = this.#parts;
    const profile = profiles.find(profileId);
    if (profile === undefined) {
      this.#rest(profileId);
      return;
    }
    const { kind } = tokens.state(profileId);
    // Another operation is running; its end triggers a decision too.
    if (kind === 'issuing' || kind === 'revoking') return;
    const action = this.#action(profileId);
    if (action.kind === 'rest') this.#rest(profileId);
    else if (action.kind === 'wait') this.#rest(profileId, action.at);
    else if (!this.#troubles.has(profileId)) void this.#renew(profile);
  }

  /** A server that keeps the expiry after a revocation would make the renewer revoke for ever. */
  #action(profileId: string): RenewalAction {
    const { tokens, clock, policy } = this.#parts;
    const action = renewalAction(tokens.state(profileId), clock.now(), policy());
    if (action.kind !== 'replace') return action;
    const { expiresAt } = action.token;
    const isFresh = expiresAt > (this.#revokedExpiry.get(profileId) ?? 0);
    return isFresh ? action : { kind: 'wait', at: expiresAt };
  }

  /** Clears the trouble and sets the next decision, if there is one. */
  #rest(profileId: string, until?: number): void {
    this.#setTrouble(profileId, undefined);
    this.#setAlarm(profileId, until);
  }

  /** Never rejects. */
  async #renew(profile: Profile): Promise<void> {
    const { tokens, log } = this.#parts;
    const { id } = profile;
    this.#setAlarm(id, undefined);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#running.set(id, promise);
    try {
      const action = this.#action(id);
      if (action.kind === 'issue') await tokens.ensure(profile);
      if (action.kind === 'replace') await this.#replace(profile, action.token);
      this.#setTrouble(id, undefined);
    } catch (thrown) {
      this.#setTrouble(id, this.#afterFailure(id, toKiwoomError(thrown)));
    } finally {
      this.#running.delete(id);
      resolve(undefined);
    }
    const trouble = this.#troubles.get(id);
    if (trouble === undefined) {
      this.#consider(id);
      return;
    }
    const { error, nextTryAt } = trouble;
    log.warn('renewal-failed', { profile: id, error: error.message, nextTryAt });
    this.#setAlarm(id, nextTryAt);
  }

  async #replace(profile: Profile, token: AccessToken): Promise<void> {
    const { tokens } = this.#parts;
    let isRevoked = false;
    try {
      await tokens.replace(profile, token);
      isRevoked = true;
    } finally {
      isRevoked ||= tokens.current(profile) === undefined;
      if (isRevoked) this.#revokedExpiry.set(profile.id, token.expiresAt);
    }
  }

  #afterFailure(profileId: string, error: KiwoomError): RenewalTrouble {
    const { clock, random, tokens } = this.#parts;
    const failures = (this.#troubles.get(profileId)?.failures ?? 0) + 1;
    if (!isRetryable(error)) return { error, failures };
    const afterPause = clock.now() + retryPause(error, failures, random());
    const nextTryAt = Math.max(afterPause, tokens.nextIssueAt(profileId) ?? 0);
    return { error, failures, nextTryAt };
  }

  #setTrouble(profileId: string, trouble: RenewalTrouble | undefined): void {
    if (trouble !== undefined) this.#troubles.set(profileId, trouble);
    else if (!this.#troubles.delete(profileId)) return;
    this.#changed.emit(profileId);
  }

  #setAlarm(profileId: string, time: number | undefined): void {
    this.#alarms.at(profileId, this.#isDisposed ? undefined : time, () => {
      const profile = this.#parts.profiles.find(profileId);
      if (profile !== undefined && this.#troubles.has(profileId)) void this.#renew(profile);
      else this.#consider(profileId);
    });
  }
}

import type { KiwoomError } from '../core/base/errors.ts';
import { isAnswer } from './redisErrors.ts';

/** Errors per account from a reachable store, until the account is synchronised again. */
export class AccountErrors {
  readonly #onChange: () => void;
  readonly #refused = new Map<string, KiwoomError>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get any(): boolean {
    return this.#refused.size > 0;
  }

  of(profileId: string): KiwoomError | undefined {
    return this.#refused.get(profileId);
  }

  failed(profileId: string, error: KiwoomError): void {
    if (!isAnswer(error) || this.#refused.get(profileId)?.code === error.code) return;
    this.#refused.set(profileId, error);
    this.#onChange();
  }

  resolved(profileId: string): void {
    if (this.#refused.delete(profileId)) this.#onChange();
  }

  clear(): void {
    this.#refused.clear();
  }
}

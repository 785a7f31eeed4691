import type { KiwoomError } from '../base/errors.ts';
import { Emitter, type Unsubscribe } from '../base/event.ts';
import type { TokenRecord } from '../model/tokenState.ts';

/** What is held per profile, and who wants to hear of changes. */
export class TokenRecords {
  readonly #records = new Map<string, TokenRecord>();
  readonly #changed: Emitter<string>;

  constructor(onListenerError: (thrown: unknown) => void) {
    this.#changed = new Emitter(onListenerError);
  }

  onDidChange(listener: (profileId: string) => void): Unsubscribe {
    return this.#changed.on(listener);
  }

  get(profileId: string): TokenRecord {
    return this.#records.get(profileId) ?? {};
  }

  /** Replaces the whole record. */
  set(profileId: string, record: TokenRecord): void {
    this.#records.set(profileId, record);
    this.#changed.emit(profileId);
  }

  /** Another operation begins; what is held stays as it is. */
  begin(profileId: string, activity: 'issuing' | 'revoking'): void {
    this.set(profileId, { ...this.get(profileId), activity });
  }

  /** The operation is over; its failure, if it had one, is remembered. */
  end(profileId: string, error?: KiwoomError): void {
    const { activity, ...rest } = this.get(profileId);
    this.set(profileId, error === undefined ? rest : { ...rest, lastError: error });
  }

  fail(profileId: string, error: KiwoomError): void {
    this.set(profileId, { ...this.get(profileId), lastError: error });
  }

  delete(profileId: string): void {
    if (this.#records.delete(profileId)) this.#changed.emit(profileId);
  }
}

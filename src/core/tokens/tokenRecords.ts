import { type Disposable, Emitter } from '../base/event.ts';
import { emptyRecord, type TokenRecord } from '../model/tokenRecord.ts';
import type { Transition } from './tokenTransitions.ts';

/** The token records of all profiles, with an event for changes. */
export class TokenRecords {
  readonly #records = new Map<string, TokenRecord>();
  readonly #changed: Emitter<string>;

  constructor(onListenerError: (thrown: unknown) => void) {
    this.#changed = new Emitter(onListenerError);
  }

  onDidChange(listener: (profileId: string) => void): Disposable {
    return this.#changed.on(listener);
  }

  get(profileId: string): TokenRecord {
    return this.#records.get(profileId) ?? emptyRecord;
  }

  /** The only way to change a record. Notifies listeners unless nothing changed. */
  apply(profileId: string, transition: Transition): void {
    const record = this.get(profileId);
    const next = transition(record);
    if (next === record) return;
    this.#records.set(profileId, next);
    this.#changed.emit(profileId);
  }

  delete(profileId: string): void {
    if (this.#records.delete(profileId)) this.#changed.emit(profileId);
  }
}

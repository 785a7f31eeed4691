import { type Disposable, Emitter } from '../base/event.ts';
import type { Scheduler } from '../model/ports.ts';
import { Alarms } from '../time/alarm.ts';
import type { TokenManager } from './tokenManager.ts';
import { nextStateChange } from '../model/tokenState.ts';

/** Emits every change of a token's state, caused by an operation or by the passing of time. */
export class TokenWatch implements Disposable {
  readonly #manager: TokenManager;
  readonly #alarms: Alarms;
  readonly #changed: Emitter<string>;
  readonly #subscription: Disposable;

  constructor(
    manager: TokenManager,
    scheduler: Scheduler,
    onListenerError: (thrown: unknown) => void,
  ) {
    this.#manager = manager;
    this.#alarms = new Alarms(scheduler);
    this.#changed = new Emitter(onListenerError);
    this.#subscription = manager.onDidChange((profileId) => {
      this.#announce(profileId);
    });
  }

  /** Called with the profile's id. */
  onDidChange(listener: (profileId: string) => void): Disposable {
    return this.#changed.on(listener);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#alarms.dispose();
  }

  #announce(profileId: string): void {
    this.#alarms.at(profileId, nextStateChange(this.#manager.state(profileId)), () => {
      this.#announce(profileId);
    });
    this.#changed.emit(profileId);
  }
}

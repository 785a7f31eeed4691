import { Emitter, type Unsubscribe } from '../base/event.ts';
import type { Cancel, Scheduler } from '../model/ports.ts';
import type { TokenManager } from './tokenManager.ts';
import { nextStateChange } from '../model/tokenState.ts';

/** Tells of every change of a token's state: by an operation, and by time alone. */
export class TokenWatch {
  readonly #manager: TokenManager;
  readonly #scheduler: Scheduler;
  readonly #alarms = new Map<string, Cancel>();
  readonly #changed: Emitter<string>;
  readonly #stop: Unsubscribe;

  constructor(
    manager: TokenManager,
    scheduler: Scheduler,
    onListenerError: (thrown: unknown) => void,
  ) {
    this.#manager = manager;
    this.#scheduler = scheduler;
    this.#changed = new Emitter(onListenerError);
    this.#stop = manager.onDidChange((profileId) => {
      this.#announce(profileId);
    });
  }

  /** Called with the profile's id. */
  onDidChange(listener: (profileId: string) => void): Unsubscribe {
    return this.#changed.on(listener);
  }

  dispose(): void {
    this.#stop();
    for (const cancel of this.#alarms.values()) cancel();
    this.#alarms.clear();
  }

  #announce(profileId: string): void {
    this.#alarms.get(profileId)?.();
    this.#alarms.delete(profileId);
    const time = nextStateChange(this.#manager.state(profileId));
    if (time !== undefined) {
      const wake = (): void => {
        this.#announce(profileId);
      };
      this.#alarms.set(profileId, this.#scheduler.at(time, wake));
    }
    this.#changed.emit(profileId);
  }
}

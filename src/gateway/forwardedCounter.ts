import { type Disposable, Emitter } from '../core/base/event.ts';
import type { Environment } from '../core/model/environment.ts';

/** Counter of forwarded requests; a WebSocket's login counts as one. */
export class ForwardedCounter {
  readonly #counts: Record<Environment, number> = { real: 0, mock: 0 };
  readonly #changed: Emitter<Environment>;

  constructor(onListenerError: (thrown: unknown) => void) {
    this.#changed = new Emitter(onListenerError);
  }

  get counts(): Readonly<Record<Environment, number>> {
    return this.#counts;
  }

  onDidChange(listener: (environment: Environment) => void): Disposable {
    return this.#changed.on(listener);
  }

  add(environment: Environment): void {
    this.#counts[environment] += 1;
    this.#changed.emit(environment);
  }
}

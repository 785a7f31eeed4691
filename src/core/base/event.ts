/**
 * Ends a subscription, a timer or a watcher; everything here that has to be ended returns one or is one. VS
 * Code's `Disposable` has the same shape, so that each takes the other.
 */
export interface Disposable {
  dispose(): void;
}

export function disposeAll(disposables: Iterable<Disposable>): void {
  for (const disposable of disposables) disposable.dispose();
}

/** Event emitter; a listener that throws does not stop the others. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();
  readonly #onError: (thrown: unknown) => void;

  constructor(onError: (thrown: unknown) => void) {
    this.#onError = onError;
  }

  on(listener: (event: T) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  emit(event: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (thrown) {
        this.#onError(thrown);
      }
    }
  }
}

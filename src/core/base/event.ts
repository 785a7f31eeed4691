export type Unsubscribe = () => void;

/** Event emitter; a listener that throws does not stop the others. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();
  readonly #onError: (thrown: unknown) => void;

  constructor(onError: (thrown: unknown) => void) {
    this.#onError = onError;
  }

  on(listener: (event: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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

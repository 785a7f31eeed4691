import { CancelledError } from './errors.ts';

/**
 * Single flight: one piece of work shared by any number of callers. Each caller may leave by its own
 * signal; the work is aborted when the last one has left.
 */
export class SharedFlight<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #callers = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#controller.signal);
    // Each caller handles the failure itself; this handler only prevents an unhandled rejection.
    this.#result.catch(() => undefined);
  }

  /** Whether new callers may join; an aborted flight takes none. */
  get open(): boolean {
    return !this.#controller.signal.aborted;
  }

  /** @throws CancelledError as soon as `signal` aborts, whatever the work does */
  join(signal?: AbortSignal): Promise<T> {
    if (signal?.aborted === true) {
      if (this.#callers === 0) this.#controller.abort();
      return Promise.reject(new CancelledError());
    }
    this.#callers += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        reject(new CancelledError());
        this.#callers -= 1;
        if (this.#callers === 0) this.#controller.abort();
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#result.then(resolve, reject).finally(() => {
        signal?.removeEventListener('abort', leave);
      });
    });
  }
}

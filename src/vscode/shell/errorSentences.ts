import type { KiwoomError } from '../../core/base/errors.ts';

type Describe = (error: KiwoomError) => string;

/**
 * Loads the error messages with the first error: they are a sixth of the start-up code, and most windows show
 * no error.
 */
export class ErrorSentences {
  readonly #load: () => Promise<Describe>;
  readonly #onLoaded: () => void;
  #describe: Describe | undefined;
  #loading = false;

  /** @param onLoaded called when the messages are available */
  constructor(load: () => Promise<Describe>, onLoaded: () => void) {
    this.#load = load;
    this.#onLoaded = onLoaded;
  }

  /** Returns the error's message; its code until the messages are loaded. */
  of(error: KiwoomError): string {
    if (this.#describe !== undefined) return this.#describe(error);
    if (!this.#loading) void this.#start();
    return error.code;
  }

  async #start(): Promise<void> {
    this.#loading = true;
    try {
      this.#describe = await this.#load();
      this.#onLoaded();
    } catch {
      // Loading failed: the code is shown, and the next error retries.
      this.#loading = false;
    }
  }
}

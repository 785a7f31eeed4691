import type { KiwoomError } from '../../core/base/errors.ts';

type Describe = (error: KiwoomError) => string;

/**
 * The sentences for errors are a sixth of the start-up code, and most windows have no error to show:
 * they are loaded with the first one.
 */
export class ErrorSentences {
  readonly #load: () => Promise<Describe>;
  readonly #onLoaded: () => void;
  #describe: Describe | undefined;
  #loading = false;

  /** @param onLoaded the sentences that were asked for before can be had now */
  constructor(load: () => Promise<Describe>, onLoaded: () => void) {
    this.#load = load;
    this.#onLoaded = onLoaded;
  }

  /** The error's sentence; its code as long as the sentences are not loaded. */
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
      // The code stands for the sentence until the next error asks again.
      this.#loading = false;
    }
  }
}

/** FIFO mutex per key (a profile's id): one operation at a time, in the order of the calls. */
export class OperationQueue {
  readonly #tails = new Map<string, Promise<void>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const result = (this.#tails.get(key) ?? Promise.resolve()).then(work);
    const over = (): void => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    };
    const tail: Promise<void> = result.then(over, over);
    this.#tails.set(key, tail);
    return result;
  }
}

/** One operation at a time per key (a profile's id), in the order in which they were asked for. */
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

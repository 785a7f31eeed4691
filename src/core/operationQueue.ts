/** One operation at a time per profile, in the order in which they were asked for. */
export class OperationQueue {
  readonly #tails = new Map<string, Promise<void>>();

  run<T>(profileId: string, work: () => Promise<T>): Promise<T> {
    const result = (this.#tails.get(profileId) ?? Promise.resolve()).then(work);
    const over = (): void => {
      if (this.#tails.get(profileId) === tail) this.#tails.delete(profileId);
    };
    const tail: Promise<void> = result.then(over, over);
    this.#tails.set(profileId, tail);
    return result;
  }
}

/** For places that report what must not happen in a test. */
export function unexpected(thrown: unknown): never {
  throw thrown;
}

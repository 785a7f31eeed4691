import type { Scheduler } from '../model/ports.ts';

/** Runs work that may hang, such as a call to an unreachable disk. */
export type TimeLimit = <T>(work: () => Promise<T>) => Promise<T>;

/** For a disk that cannot hang. */
export const unlimited: TimeLimit = (work) => work();

export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
  readonly code = 'ETIMEDOUT';
  constructor() {
    super('took too long');
  }
}

/**
 * @param ms milliseconds in which this machine is awake, after which the wait ends; the work itself
 * cannot be stopped
 * @throws TimeLimitError
 */
export function timeLimit(scheduler: Pick<Scheduler, 'after'>, ms: number): TimeLimit {
  return <T>(work: () => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const timer = scheduler.after(ms, () => {
        reject(new TimeLimitError());
      });
      work()
        .then(resolve, reject)
        .finally(() => {
          timer.dispose();
        });
    });
}

import { CancelledError, throwIfCancelled } from '../base/errors.ts';
import type { Scheduler } from '../model/ports.ts';

/** @throws CancelledError as soon as `signal` aborts, or if it has */
export async function pause(
  scheduler: Pick<Scheduler, 'after'>,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  throwIfCancelled(signal);
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      timer.dispose();
      reject(new CancelledError());
    };
    const timer = scheduler.after(ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
  });
}

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** For how long anything is awaited: many times what it takes, because a busy machine must not fail a test. */
export const waitsAtMostMs = 60_000;

/** How long the first attempt of {@link until} may take. */
const firstAttemptMs = 1_000;

/** No attempt takes all the time: what covers a button then, such as a late hover, may be gone at the next one. */
const leastAttempts = 4;

/**
 * Asks `probe` again and again until `done` accepts its answer, and returns that answer. What reads
 * the page is expected to fail now and then while the page changes. `probe` is told how many milliseconds its own
 * waits may take: more each time, since on a busy machine even a click takes seconds.
 * @throws Error that names `what` was awaited and shows what was there instead.
 */
export async function until<T, Awaited extends T>(
  what: string,
  probe: (patienceMs: number) => Promise<T>,
  done: (answer: T) => answer is Awaited,
  timeoutMs?: number,
): Promise<Awaited>;
export async function until<T>(
  what: string,
  probe: (patienceMs: number) => Promise<T>,
  done: (answer: T) => boolean,
  timeoutMs?: number,
): Promise<T>;
export async function until<T>(
  what: string,
  probe: (patienceMs: number) => Promise<T>,
  done: (answer: T) => boolean,
  timeoutMs: number = waitsAtMostMs,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    const elapsed = performance.now() - start;
    const patience = Math.min(Math.max(firstAttemptMs, elapsed), timeoutMs / leastAttempts);
    const { answer, error } = await attempt(() => probe(patience));
    if (answer !== undefined && done(answer.value)) return answer.value;
    if (performance.now() - start > timeoutMs) {
      const seen = answer === undefined ? String(error) : JSON.stringify(answer.value);
      throw new Error(`Waited ${timeoutMs / 1000} s for ${what}; there was ${seen}`);
    }
    await delay(50);
  }
}

/**
 * Until `probe` answers exactly `expected`.
 * @throws AssertionError with the difference when the time is over.
 */
export async function untilEqual<T>(
  what: string,
  probe: (patienceMs: number) => Promise<T>,
  expected: T,
  timeoutMs?: number,
): Promise<T> {
  let last: { value: T } | undefined;
  try {
    return await until(
      what,
      async (patience) => {
        const value = await probe(patience);
        last = { value };
        return value;
      },
      (answer) => isDeepStrictEqual(answer, expected),
      timeoutMs,
    );
  } catch (error) {
    if (last !== undefined) assert.deepEqual(last.value, expected, what);
    throw error;
  }
}

async function attempt<T>(
  probe: () => Promise<T>,
): Promise<{ answer?: { value: T }; error?: unknown }> {
  try {
    return { answer: { value: await probe() } };
  } catch (error) {
    return { error };
  }
}

/** Whether a text on the page is the one meant: contains a string, or matches an expression. */
export function isMeant(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

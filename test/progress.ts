import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Seconds = Readonly<Record<string, number>>;

/**
 * Prints which step of a long run begins and the estimated time left, from the durations of the last run on
 * this machine.
 */
export class Progress {
  readonly #file: string;
  readonly #steps: readonly string[];
  readonly #last: Seconds;
  #startedAt = 0;

  /** @param file keeps the durations between runs */
  constructor(file: string, steps: readonly string[]) {
    this.#file = file;
    this.#steps = steps;
    this.#last = readSeconds(file);
  }

  /** "2 of 7: lint, about 9 min left" */
  begin(step: string): string {
    this.#startedAt = performance.now();
    const index = this.#steps.indexOf(step);
    const place = `${index + 1} of ${this.#steps.length}: ${step}`;
    const left = timeLeft(this.#steps.slice(index), this.#last);
    return left === undefined ? place : `${place}, ${left} left`;
  }

  /** @returns the seconds since `begin` */
  end(step: string): number {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const now = { ...readSeconds(this.#file), [step]: seconds };
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify(now, undefined, 2)}\n`);
    return seconds;
  }
}

/** "about 3 min"; undefined if one of the steps was never timed. */
export function timeLeft(steps: readonly string[], last: Seconds): string | undefined {
  let seconds = 0;
  for (const step of steps) {
    const each = last[step];
    if (each === undefined) return undefined;
    seconds += each;
  }
  return seconds < 90 ? `about ${Math.ceil(seconds)} s` : `about ${Math.ceil(seconds / 60)} min`;
}

function readSeconds(file: string): Seconds {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Seconds;
  } catch {
    return {}; // The first run.
  }
}

/** One line of the table. */
export interface Measured {
  readonly what: string;
  /** The median of the runs. */
  readonly value: number;
  readonly unit: string;
  /** For what is the same on every machine: sizes, counts, shares. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  /** For what depends on the machine: it is measured against something else in the same run. */
  readonly ratios?: readonly Ratio[];
  readonly runs: number;
  readonly note?: string;
}

/** The value may be so many times the reference, which has the same unit. */
export interface Ratio {
  readonly atMost: number;
  /** What the reference is: "bare request". */
  readonly to: string;
  readonly reference: number;
}

export function reached({ value, target, ratios = [] }: Measured): boolean {
  if (!ratios.every(({ atMost, reference }) => value <= atMost * reference)) return false;
  if (target === undefined) return true;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

/** The result of `work`, `runs` times, one after the other. */
export async function repeat<T>(runs: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < runs; run += 1) results.push(await work());
  return results;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

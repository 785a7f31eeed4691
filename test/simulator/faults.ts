import type { CallKind, Environment, Fault, FaultOptions } from './controlInterface.ts';

interface PlannedFault {
  readonly id: number;
  readonly on: CallKind | 'any';
  readonly fault: Fault;
  readonly options: FaultOptions;
  left: number;
}

/** A fault to apply to the current call. */
export interface DueFault {
  readonly id: number;
  readonly fault: Fault;
}

interface HeldAnswer {
  readonly id: number;
  readonly goOn: () => void;
}

/** Queue of the planned faults, with the answers they hold. */
export class FaultPlan {
  #planned: PlannedFault[] = [];
  #lastId = 0;
  readonly #held = new Set<HeldAnswer>();

  add(on: CallKind | 'any', fault: Fault, options: FaultOptions = {}): number {
    this.#lastId += 1;
    const left = options.times ?? Infinity;
    this.#planned.push({ id: this.#lastId, on, fault, options, left });
    return this.#lastId;
  }

  /** Returns and consumes the first planned fault that matches the call. */
  take(kind: CallKind, environment: Environment, apiId: string | null): DueFault | undefined {
    const due = this.#planned.find(
      ({ on, options, left }) =>
        left > 0 &&
        (on === 'any' || on === kind) &&
        (options.environment ?? environment) === environment &&
        (options.apiId ?? apiId) === apiId,
    );
    if (due !== undefined) due.left -= 1;
    return due;
  }

  clear(id?: number): void {
    this.#planned = this.#planned.filter((planned) => id !== undefined && planned.id !== id);
  }

  /** Resolves on `release`, or when `signal` aborts because the client disconnected. */
  hold(id: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const goOn = () => {
        this.#held.delete(held);
        signal.removeEventListener('abort', goOn);
        resolve();
      };
      const held: HeldAnswer = { id, goOn };
      this.#held.add(held);
      signal.addEventListener('abort', goOn);
      if (signal.aborted) goOn();
    });
  }

  release(id?: number): number {
    const released = [...this.#held].filter((held) => id === undefined || held.id === id);
    for (const held of released) held.goOn();
    return released.length;
  }
}

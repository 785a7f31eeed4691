import type { CallCounts, CallFilter, CallRecord, Environment } from './controlInterface.ts';

type Changeable<Record> = { -readonly [Property in keyof Record]: Record[Property] };

/** Record of a call in progress, completed while the answer is sent. */
export type OpenCall = Changeable<CallRecord>;

interface Waiter {
  check(): void;
}

/** Log of all calls to the two servers, in order of arrival. */
export class CallLog {
  #records: OpenCall[] = [];
  #last = 0;
  readonly #waiters = new Set<Waiter>();

  open(
    call: Omit<CallRecord, 'number' | 'status' | 'code' | 'fault' | 'outcome'>,
    fault: CallRecord['fault'],
  ): OpenCall {
    this.#last += 1;
    const record: OpenCall = {
      number: this.#last,
      ...call,
      status: null,
      code: null,
      fault,
      outcome: 'pending',
    };
    this.#records.push(record);
    this.#checkWaiters();
    return record;
  }

  change(record: OpenCall, change: Partial<Pick<CallRecord, 'status' | 'code' | 'outcome'>>): void {
    Object.assign(record, change);
    this.#checkWaiters();
  }

  list(filter: CallFilter = {}): readonly CallRecord[] {
    const wanted = Object.entries(filter);
    return this.#records
      .filter((record) =>
        wanted.every(([name, value]) => record[name as keyof CallRecord] === value),
      )
      .map((record) => ({ ...record }));
  }

  counts(environment?: Environment): CallCounts {
    const counts = { issue: 0, revoke: 0, tr: 0, other: 0 };
    for (const record of this.list(environment === undefined ? {} : { environment })) {
      counts[record.kind] += 1;
    }
    return counts;
  }

  waitFor(filter: CallFilter = {}, count = 1): Promise<readonly CallRecord[]> {
    return new Promise((resolve) => {
      const waiter = {
        check: () => {
          const found = this.list(filter);
          if (found.length < count) return;
          this.#waiters.delete(waiter);
          resolve(found);
        },
      };
      this.#waiters.add(waiter);
      waiter.check();
    });
  }

  clear(): void {
    this.#records = [];
  }

  #checkWaiters(): void {
    for (const waiter of [...this.#waiters]) waiter.check();
  }
}

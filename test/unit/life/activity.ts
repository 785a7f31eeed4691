import type {
  IssueLedger,
  Lock,
  Scheduler,
  StoredToken,
  TokenStore,
} from '../../../src/core/model/ports.ts';
import type { AppKeys } from '../../../src/core/model/profile.ts';
import type { AccessToken } from '../../../src/core/model/token.ts';
import type { HttpTransport } from '../../../src/kiwoom/httpTransport.ts';

/**
 * Work that sockets and disks do in real time. A test moves its clock only when there is none: then
 * everything that is still open waits for that clock, or for the test itself.
 */
export class Activity {
  count = 0;

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.count += 1;
    try {
      return await work();
    } finally {
      this.count -= 1;
    }
  }

  /** The opposite, within {@link during}: this part of it waits for somebody else. */
  async except<T>(work: () => Promise<T>): Promise<T> {
    this.count -= 1;
    try {
      return await work();
    } finally {
      this.count += 1;
    }
  }

  transport(inner: HttpTransport): HttpTransport {
    return (request, signal) => this.during(() => inner(request, signal));
  }

  lock(inner: Lock): Lock {
    return {
      run: (name, signal, work) =>
        this.during(() => inner.run(name, signal, () => this.except(work))),
    };
  }

  ledger(inner: IssueLedger): IssueLedger {
    return {
      read: (profileId) => this.during(() => inner.read(profileId)),
      write: (profileId, history) => this.during(() => inner.write(profileId, history)),
      remove: (profileId) => this.during(() => inner.remove(profileId)),
    };
  }

  /** For what pauses in the middle of such work: its pauses wait for the test's clock. */
  scheduler(inner: Scheduler): Scheduler {
    return {
      at: (time, run) => inner.at(time, run),
      after: (ms, run) => {
        this.count -= 1;
        let over = false;
        const end = (): void => {
          if (!over) this.count += 1;
          over = true;
        };
        const timer = inner.after(ms, () => {
          end();
          run();
        });
        return {
          dispose: () => {
            end();
            timer.dispose();
          },
        };
      },
    };
  }
}

/** A token store on a disk that a test can let fail. */
export class WatchedStore implements TokenStore {
  /** Code of the system error that every write, or every removal, fails with. */
  refusesWrites: string | undefined;
  refusesRemovals: string | undefined;
  readonly #inner: TokenStore;
  readonly #activity: Activity;

  constructor(inner: TokenStore, activity: Activity) {
    this.#inner = inner;
    this.#activity = activity;
  }

  read(profileId: string, keys: AppKeys): Promise<StoredToken> {
    return this.#activity.during(() => this.#inner.read(profileId, keys));
  }

  write(profileId: string, keys: AppKeys, token: AccessToken, dead: boolean): Promise<boolean> {
    const { refusesWrites } = this;
    if (refusesWrites !== undefined) return Promise.reject(systemError(refusesWrites));
    return this.#activity.during(() => this.#inner.write(profileId, keys, token, dead));
  }

  remove(profileId: string): Promise<void> {
    const { refusesRemovals } = this;
    if (refusesRemovals !== undefined) return Promise.reject(systemError(refusesRemovals));
    return this.#activity.during(() => this.#inner.remove(profileId));
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

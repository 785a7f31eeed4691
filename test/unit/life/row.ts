import type { Environment } from '../../../src/core/model/environment.ts';
import type { Life } from './life.ts';

/** One line of the fault matrix: what goes wrong, what the user does, and what comes of it. */
export interface Row {
  readonly name: string;
  /** Whose profile it is about; mock unless told otherwise. */
  readonly environment?: Environment;
  readonly arrange?: (life: Life) => unknown;
  /** What is thrown here is shown to the user. */
  readonly act: (life: Life) => Promise<unknown>;
  readonly expected: Expected;
}

export interface Expected {
  /** The status bar at the end. */
  readonly status: string;
  /** How the sentence begins that explains what is wrong; without it, nothing is. */
  readonly message?: string;
  /** What the servers got; none where left out. */
  readonly requests: Readonly<Partial<Record<'issue' | 'revoke' | 'tr', number>>>;
}

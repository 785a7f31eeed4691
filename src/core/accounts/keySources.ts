import { findKeyPairs, type KeyFindings } from './keyPairs.ts';

/** Environment variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Keys found in files, in the clipboard or among the variables of a process. */
export interface FoundKeys extends KeyFindings {
  /** Absolute paths of the files; empty for other sources. */
  readonly files: readonly string[];
  /** Whether the files contain nothing but keys, so that deleting them loses nothing else. */
  readonly keysOnly: boolean;
}

export function keysAmong(variables: Variables): FoundKeys {
  const values = Object.entries(variables).map(([name, value = '']) => ({
    sections: [],
    name,
    value,
  }));
  return { ...findKeyPairs({ values }), files: [], keysOnly: false };
}

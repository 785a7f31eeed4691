import { findKeyPairs, type KeyFindings } from './keyPairs.ts';

/** Variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What was found in files, in the clipboard or among the variables of a process. */
export interface FoundKeys extends KeyFindings {
  /** Absolute paths; empty for what are no files. */
  readonly files: readonly string[];
  /** The files hold nothing but keys, so that deleting them loses nothing else. */
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

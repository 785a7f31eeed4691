import type { Environment } from '../model/environment.ts';
import type { AppKeys } from '../model/profile.ts';
import { findKeyPairs, type FoundPair, type NamedValue } from './keyPairs.ts';

/** Keys found outside: in the portal's files, a `.env` file or environment variables. */
export interface FoundKeys {
  readonly keys: AppKeys;
  /** Absolute paths of the files they came from; empty for environment variables. */
  readonly files: readonly string[];
  /** The files hold nothing but keys, so that deleting them loses nothing else. */
  readonly keysOnly: boolean;
  /** The account number, where a file's name says it. */
  readonly label?: string;
  /** The environment, where the source says it. */
  readonly environment?: Environment;
  /** The source has a pair for each of these. */
  readonly environments?: readonly Environment[];
}

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The pair among variables; `undefined` unless both halves are there and may be Kiwoom's.
 *
 * @param wanted the environment that the keys are for: a pair of the other one is not taken
 */
export function pairAmong(variables: Variables, wanted?: Environment): FoundPair | undefined {
  const { pairs } = findKeyPairs({ values: namedValues(variables) });
  return wanted === undefined
    ? pairs[0]
    : (pairs.find(({ environment }) => environment === wanted) ??
        pairs.find(({ environment }) => environment === undefined));
}

/** The environments that the variables have a pair of their own for. */
export function environmentsAmong(variables: Variables): readonly Environment[] {
  const { pairs } = findKeyPairs({ values: namedValues(variables) });
  return [...new Set(pairs.flatMap(({ environment }) => environment ?? []))];
}

export function namedValues(variables: Variables): NamedValue[] {
  return Object.entries(variables).map(([name, value = '']) => ({ sections: [], name, value }));
}

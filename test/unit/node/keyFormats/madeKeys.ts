import { randomBytes } from 'node:crypto';
import type { KeyFindings } from '../../../../src/core/accounts/keyPairs.ts';

/** Kiwoom's are random too: some begin or end with a dash, as list items, comments and options do. */
const key = (start = '', end = ''): string =>
  start +
  randomBytes(32)
    .toString('base64url')
    .slice(start.length, 43 - end.length) +
  end;

/**
 * Keys made for this run, by the names that stand for them in the corpus: `{A}` and `{S}` are a pair,
 * `{R}` and `{T}` another one; `{K}` and `{L}` are as another broker hands them out.
 */
const made: ReadonlyMap<string, string> = new Map([
  ['A', key('-')],
  ['S', key('--')],
  ['R', key('_', '-')],
  ['T', key('-', '--')],
  ['B', key('', '_')],
  ['C', key()],
  ['K', randomBytes(18).toString('hex')],
  ['L', randomBytes(90).toString('hex')],
]);

export function withKeys(text: string): string {
  return text.replace(/\{([ASRTBCKL])\}/g, (whole, name: string) => made.get(name) ?? whole);
}

export function holdsKey(text: string): boolean {
  return [...made.values()].some((value) => text.includes(value));
}

/** For example `AS mock 81234567, RT real`. */
export function inShort({ pairs }: Pick<KeyFindings, 'pairs'>): string {
  const letter = (value: string): string =>
    [...made].find(([, each]) => each === value)?.[0] ?? '?';
  return pairs
    .map(({ keys, environment = 'ask', label = '' }) => {
      const letters = `${letter(keys.appkey.reveal())}${letter(keys.secretkey.reveal())}`;
      return `${letters} ${environment} ${label}`.trim();
    })
    .join(', ');
}

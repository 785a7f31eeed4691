import type { Header } from '../syntax/httpFile.ts';

export const authorizationHeaderName = 'Authorization';

/** The authorization headers among these, in whatever letter case. */
export function authorizationHeaders<T extends Header>(headers: readonly T[]): T[] {
  return headers.filter(({ name }) => name.text.toLowerCase() === 'authorization');
}

import type { Header } from '../syntax/httpFile.ts';

export const authorizationHeaderName = 'Authorization';

/** Authorization headers, case-insensitively. */
export function authorizationHeaders<T extends Header>(headers: readonly T[]): T[] {
  return headers.filter(({ name }) => name.text.toLowerCase() === 'authorization');
}

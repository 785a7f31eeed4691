import { existsSync } from 'node:fs';
import path from 'node:path';
import { type RewriteResult, rewriteFile } from './rewriteFile.ts';

/**
 * File in which REST Client stores the requests it sent, headers and bodies included: in its folder in
 * the user's home, or, if there is none, in the system's cache folder.
 */
export function restClientHistoryFile(
  home: string,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  const folder = path.join(home, '.rest-client');
  const cache = variables['XDG_CACHE_HOME'];
  return existsSync(folder) || cache === undefined
    ? path.join(folder, 'history.json')
    : path.join(cache, 'rest-client', 'history.json');
}

/**
 * Changes the history file. A file that is not a list of requests (truncated, from another version)
 * stays unchanged.
 */
export async function rewriteHistory(
  file: string,
  change: (text: string) => string | undefined,
): Promise<RewriteResult> {
  let damaged = false as boolean;
  const outcome = await rewriteFile(file, (text) => {
    damaged = text !== '' && !isList(text);
    return text === '' || damaged ? undefined : change(text);
  });
  return damaged ? 'refused' : outcome;
}

function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

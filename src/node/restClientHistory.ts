import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Rewriting, rewriteFile } from './rewriteFile.ts';

/**
 * Where REST Client keeps the requests it sent, headers and bodies included: in its folder in the
 * user's home, or, where there is none, in the cache folder that the system names.
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
 * Changes the text of the history file. What is no list of requests (cut short, of another version)
 * is left alone.
 */
export async function rewriteHistory(
  file: string,
  change: (text: string) => string | undefined,
): Promise<Rewriting> {
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

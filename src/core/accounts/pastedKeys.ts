import { liveServer } from '../model/liveServer.ts';
import { cleanKey, keyOddity } from '../model/profile.ts';
import type { KeyHalf } from './keyNames.ts';

/** Parsed content of a text that was pasted into the input box for one key. */
export type PastedKeys =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'pair'; readonly appkey: string; readonly secretkey: string }
  /** A value that the text itself names as the other key. */
  | { readonly kind: 'other-key' }
  /** `sure`: the text names it a token; otherwise only its length suggests one. */
  | { readonly kind: 'token'; readonly sure: boolean };

/** Limit in characters; a text pasted by mistake is rarely longer than a short file. */
const mostRead = 4_000;

const namedKey =
  /(?:(app[\s_-]?key|api[\s_-]?key|앱\s?키)|(?:app[\s_-]?)?secret(?:[\s_-]?key)?|시크릿\s?키)\w{0,20}["']?[\s:=]+["']?([\w-]{20,})/gi;

/**
 * Parses a pasted key: the key, both keys with or without their names, or a token. An input box has a
 * single line, so line breaks arrive as blanks.
 */
export function readPasted(text: string, asked: KeyHalf): PastedKeys {
  const key = cleanKey(text);
  if (/^(?:authorization\s*:\s*)?bearer\s/i.test(key)) return { kind: 'token', sure: true };
  const named = namedKeys(text.slice(0, mostRead));
  const [appkey, otherAppkey] = named.appkey;
  const [secretkey, otherSecretkey] = named.secretkey;
  const several = otherAppkey !== undefined || otherSecretkey !== undefined;
  if (several) return { kind: 'key', key };
  if (appkey !== undefined && secretkey !== undefined) return { kind: 'pair', appkey, secretkey };
  const meant = named[asked][0];
  if (meant !== undefined) return { kind: 'key', key: meant };
  if (appkey !== undefined || secretkey !== undefined) return { kind: 'other-key' };

  const [first = '', second = '', ...more] = key.split(/\s+/).map(cleanKey);
  if (more.length === 0 && hasUsualShape(first) && hasUsualShape(second)) {
    return { kind: 'pair', appkey: first, secretkey: second };
  }
  const { usualTokenLength, usualKeyCharacters } = liveServer;
  return key.length === usualTokenLength && usualKeyCharacters.test(key)
    ? { kind: 'token', sure: false }
    : { kind: 'key', key };
}

function namedKeys(text: string): Record<KeyHalf, string[]> {
  const found: Record<KeyHalf, string[]> = { appkey: [], secretkey: [] };
  for (const [, appkeyName, value = ''] of text.matchAll(namedKey)) {
    found[appkeyName === undefined ? 'secretkey' : 'appkey'].push(value);
  }
  return found;
}

function hasUsualShape(word: string): boolean {
  return keyOddity(word) === undefined;
}

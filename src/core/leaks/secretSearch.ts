import type { Profile } from '../model/profile.ts';

/** A known key or token of a profile, without its value. */
export interface KnownSecret {
  /** `pass`: the gateway's substitute for a token. */
  readonly kind: 'token' | 'pass' | 'appkey' | 'secretkey';
  readonly profile: Profile;
}

/** Recognises secrets by their fingerprints. */
export interface SecretMatcher {
  /** Lengths of all known secrets, in characters, to skip all other words. */
  readonly lengths: ReadonlySet<number>;
  match(text: string): KnownSecret | undefined;
}

export interface FoundSecret {
  readonly secret: KnownSecret;
  /** Range in the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/**
 * Finds known secrets that occur verbatim in a text. It compares whole runs of the characters that keys
 * and tokens consist of, so part of a longer word never matches.
 */
export function findSecrets(text: string, matcher: SecretMatcher): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { start, end } of runs(text, matcher.lengths)) {
    const secret = matcher.match(text.slice(start, end));
    if (secret !== undefined) found.push({ secret, start, end });
  }
  return found;
}

/** Runs of `[A-Za-z0-9_-]` that have one of these lengths. */
function* runs(
  text: string,
  lengths: ReadonlySet<number>,
): Generator<{ readonly start: number; readonly end: number }> {
  const shortest = Math.min(...lengths);
  if (shortest > text.length) return;
  // The regular expression itself skips shorter runs, which is fast.
  const pattern = new RegExp(`[A-Za-z0-9_-]{${shortest},}`, 'g');
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (lengths.has(match[0].length)) yield { start: match.index, end: pattern.lastIndex };
  }
}

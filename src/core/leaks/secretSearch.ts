import type { Profile } from '../model/profile.ts';

/** A key or token of a profile, without its value. */
export interface KnownSecret {
  /** `pass`: what stands for a token at the gateway. */
  readonly kind: 'token' | 'pass' | 'appkey' | 'secretkey';
  readonly profile: Profile;
}

/** Recognises secrets by their fingerprints. */
export interface SecretMatcher {
  /** Of all known secrets, in characters: nothing else needs to be looked at. */
  readonly lengths: ReadonlySet<number>;
  match(text: string): KnownSecret | undefined;
}

export interface FoundSecret {
  readonly secret: KnownSecret;
  /** Where it stands in the text, from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
}

/**
 * The known secrets that stand in a text as they are. What is compared are whole runs of the characters
 * that keys and tokens are made of, so part of a longer word never counts.
 */
export function findSecrets(text: string, matcher: SecretMatcher): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const { start, end } of runs(text, matcher.lengths)) {
    const secret = matcher.match(text.slice(start, end));
    if (secret !== undefined) found.push({ secret, start, end });
  }
  return found;
}

/** The runs of `[A-Za-z0-9_-]` that have one of these lengths. */
function* runs(
  text: string,
  lengths: ReadonlySet<number>,
): Generator<{ readonly start: number; readonly end: number }> {
  const shortest = Math.min(...lengths);
  if (shortest > text.length) return;
  // Whatever is shorter is passed over inside the engine of the regular expression.
  const pattern = new RegExp(`[A-Za-z0-9_-]{${shortest},}`, 'g');
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (lengths.has(match[0].length)) yield { start: match.index, end: pattern.lastIndex };
  }
}

/**
 * A JSON escape, whose letters do not start a word, or a run of the characters of tokens. Tokens have
 * had 86 of them so far; anything much shorter is skipped.
 */
const escapeOrWord = /\\(?:u[0-9a-fA-F]{4}|.)|[A-Za-z0-9_-]{24,}/g;

/**
 * Replaces tokens in a JSON text by references. Everything else stays unchanged to the byte.
 *
 * @param referenceFor the reference for a word that is one of our tokens, else `undefined`
 */
export function replaceTokenLiterals(
  json: string,
  referenceFor: (word: string) => string | undefined,
): { readonly text: string; readonly replaced: number } {
  let replaced = 0;
  const text = json.replace(escapeOrWord, (found) => {
    const reference = found.startsWith('\\') ? undefined : referenceFor(found);
    if (reference === undefined) return found;
    replaced += 1;
    return reference;
  });
  return { text, replaced };
}

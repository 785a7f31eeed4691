/**
 * A JSON escape, whose letters do not begin a word, or a run of the characters that tokens are made
 * of. Tokens have had 86 of them so far; anything much shorter is not worth a look.
 */
const escapeOrWord = /\\(?:u[0-9a-fA-F]{4}|.)|[A-Za-z0-9_-]{24,}/g;

/**
 * Puts references in place of tokens in a JSON text. Everything else stays to the letter.
 *
 * @param referenceFor what stands for a word if it is a token of ours, else `undefined`
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

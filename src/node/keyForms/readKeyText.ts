import { findKeyPairs, type KeyFindings, type NamedValue } from '../../core/accounts/keyPairs.ts';
import { type LineFormOptions, valuesInLines } from './lineForm.ts';
import { type StandardForm, valuesIn } from './standardForms.ts';

const nothing: KeyFindings = { pairs: [], notTaken: [] };

/**
 * The pairs in a text, in whichever form it keeps them. Whatever the text is, nothing is thrown and
 * nothing of it is run.
 *
 * @param fileName without its folder; `undefined` for a text from elsewhere
 */
export async function readKeyText(text: string, fileName?: string): Promise<KeyFindings> {
  // Most texts are done with here.
  if (!/secret|시크릿|비밀|보안/i.test(text) && !mayBeBareKeys(text)) return nothing;
  const source = (values: readonly NamedValue[]) =>
    findKeyPairs({ values, ...(fileName !== undefined && { fileName }) });
  const form = formOf(text, fileName);
  if (typeof form === 'string') {
    const found = await valuesIn(form, text).then(source, () => nothing);
    if (found.pairs.length + found.notTaken.length > 0) return found;
  }
  const options = typeof form === 'string' ? { notes: form !== 'json' } : form;
  return source(valuesInLines(text, options));
}

function mayBeBareKeys(text: string): boolean {
  return text.length <= 1_000;
}

const code =
  /\.(?:py|pyw|ipynb|js|mjs|cjs|jsx|ts|mts|cts|tsx|java|kt|kts|cs|go|rs|rb|php|swift|c|cc|cpp|h|hpp|dart|lua|r|jl|scala|vb|groovy|gradle)$/i;

/** By the file's name, else by how the text begins. */
function formOf(text: string, fileName: string | undefined): StandardForm | LineFormOptions {
  const name = fileName ?? '';
  if (/^\.?env(?:\.|$)|\.env(?:\.|$)|^\.envrc$/i.test(name)) return 'env';
  if (/\.(?:json|jsonc|json5|webmanifest)$/i.test(name)) return 'json';
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  if (/\.toml$/i.test(name)) return 'toml';
  if (code.test(name)) return { literalsOnly: true };
  if (/\.(?:ini|cfg|conf|config|properties|props|sh|bash|zsh|ps1|bat|cmd|http|rest)$/i.test(name)) {
    return {};
  }
  return /^\s*[{[]\s*["{[]/.test(text) ? 'json' : { notes: true };
}

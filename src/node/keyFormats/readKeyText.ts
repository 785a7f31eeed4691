import type { NamedValue } from '../../core/accounts/keyContext.ts';
import { findKeyPairs, type KeyFindings } from '../../core/accounts/keyPairs.ts';
import type { LineFormatOptions } from './assignments.ts';
import { valuesInLines } from './lineFormat.ts';
import { codeOfNotebook } from './notebook.ts';
import { plainProperties } from './propertiesText.ts';
import { type StandardFormat, valuesIn } from './standardFormats.ts';
import { valuesInTables } from './tableFormat.ts';

const nothing: KeyFindings = { pairs: [], notTaken: [] };

/**
 * Finds the pairs in a text of any format. It never throws and never runs the text.
 *
 * @param fileName base name; `undefined` for a text that is not from a file
 */
export async function readKeyText(text: string, fileName?: string): Promise<KeyFindings> {
  const name = fileName ?? '';
  const plain = /\.(?:properties|props)$/i.test(name) ? plainProperties(text) : text;
  // Fast exit for most texts.
  if (!/secret|app_sec|시크릿|비밀|보안/i.test(plain) && !mayBeBareKeys(plain)) return nothing;
  const source = (values: readonly NamedValue[]) =>
    findKeyPairs({ values, ...(fileName !== undefined && { fileName }) });
  const format = formatOf(plain, name);
  const standards: StandardFormat[] = /^\s*<[?!\w]/.test(plain) ? ['xml'] : [];
  if (typeof format === 'string') standards.push(format);
  for (const standard of standards) {
    const found = await valuesIn(standard, plain).then(source, () => nothing);
    if (found.pairs.length + found.notTaken.length > 0) return found;
  }
  const options = typeof format === 'string' ? { notes: format !== 'json' } : format;
  const content = /\.ipynb$/i.test(name) ? codeOfNotebook(plain) : plain;
  const inTables = options.notes === true ? valuesInTables(content) : [];
  return source([...inTables, ...valuesInLines(content, options)]);
}

function mayBeBareKeys(text: string): boolean {
  return text.length <= 1_000;
}

const code =
  /\.(?:py|pyw|ipynb|js|mjs|cjs|jsx|ts|mts|cts|tsx|java|kt|kts|cs|go|rs|rb|php|swift|c|cc|cpp|h|hpp|dart|lua|r|jl|scala|vb|groovy|gradle)$/i;

const requests = /\.(?:http|rest)$/i;

const settings =
  /\.(?:ini|cfg|conf|config|properties|props|envrc|sh|bash|zsh|ps1|bat|cmd)$|^Dockerfile/i;

/** Detects the format from the file's name, or else from the start of the text. */
function formatOf(text: string, name: string): StandardFormat | LineFormatOptions {
  if (/^\.?env(?:\.|$)|\.env(?:\.|$)/i.test(name)) return 'env';
  if (/\.(?:json|jsonc|json5|webmanifest)$/i.test(name)) return 'json';
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  if (/\.toml$/i.test(name)) return 'toml';
  if (code.test(name)) return { literalsOnly: true };
  if (requests.test(name)) return { requests: true };
  if (settings.test(name)) return {};
  return /^\s*[{[]\s*["{[]/.test(text) ? 'json' : { notes: true };
}

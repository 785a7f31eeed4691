import { parseEnv } from 'node:util';
import type { ParseError } from 'jsonc-parser';
import type { NamedValue } from '../../core/accounts/keyPairs.ts';

/** A form that has a standard, and a parser of others that follows it. */
export type StandardForm = 'env' | 'json' | 'yaml' | 'toml';

/** @throws unless the text is of this form */
export async function valuesIn(form: StandardForm, text: string): Promise<NamedValue[]> {
  switch (form) {
    case 'env':
      return named(parseEnv(text));
    case 'json':
      return named(await parseJson(text));
    case 'yaml':
      return named(await parseYaml(text));
    case 'toml':
      return named((await import('smol-toml')).parse(text));
  }
}

/** With comments and trailing commas too, as in VS Code's own files. */
async function parseJson(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    const { parse } = await import('jsonc-parser');
    const errors: ParseError[] = [];
    const value: unknown = parse(text, errors, { allowTrailingComma: true });
    if (errors.length > 0) throw new SyntaxError('no JSON');
    return value;
  }
}

/** All scalars stay the text that they are: a key may look like a number. */
async function parseYaml(text: string): Promise<unknown> {
  if (text.length > longestYaml || isNested(text)) throw new RangeError('too much');
  const { parseAllDocuments } = await import('yaml');
  const options = {
    schema: 'failsafe',
    merge: true,
    logLevel: 'silent',
    prettyErrors: false,
  } as const;
  const values: unknown[] = [];
  for (const document of parseAllDocuments(text, options)) {
    values.push(document.toJS({ maxAliasCount: mostAliases }));
  }
  return values.length === 1 ? values[0] : values;
}

/** In characters. Its parser needs many times as long as others; longer texts are read as lines. */
const longestYaml = 16 * 1024;

/** Whether a YAML text may be so deep that reading it takes long. Brackets within quotes count too. */
function isNested(text: string): boolean {
  if (/^ {100}|(?:[-?:][ \t]+){12}/m.test(text)) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > 2 * deepest) return true;
  }
  return false;
}

/** An alias may stand for a list of aliases, and so on. */
const mostAliases = 100;

/** Deeper, or with more values, nobody keeps keys. */
const deepest = 12;
const mostValues = 20_000;

function named(root: unknown): NamedValue[] {
  const found: NamedValue[] = [];
  let seen = 0;
  const visit = (value: unknown, sections: readonly string[]): void => {
    if (typeof value !== 'object' || value === null || sections.length > deepest) return;
    for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
      if ((seen += 1) > mostValues) return;
      if (typeof inner === 'string') found.push({ sections, name, value: inner });
      else if (typeof inner === 'boolean' || typeof inner === 'number') {
        found.push({ sections, name, value: String(inner) });
      } else visit(inner, [...sections, name]);
    }
  };
  visit(root, []);
  return found;
}

import type { ParseError } from 'jsonc-parser';
import type { NamedValue } from '../../core/accounts/keyContext.ts';
import { valuesInEnv } from './envFormat.ts';
import { valuesInXml } from './xmlFormat.ts';

/** A standardised format, most with a third-party parser. */
export type StandardFormat = 'env' | 'json' | 'yaml' | 'toml' | 'xml';

/** @throws unless the text has this format */
export async function valuesIn(
  format: StandardFormat,
  text: string,
): Promise<readonly NamedValue[]> {
  switch (format) {
    case 'env':
      return valuesInEnv(text);
    case 'json':
      return named(await parseJson(text));
    case 'yaml':
      return named(await parseYaml(text));
    case 'toml':
      return named((await import('smol-toml')).parse(text));
    case 'xml':
      return valuesInXml(text);
  }
}

/** Accepts comments and trailing commas, as in VS Code's own files. */
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

/** All scalars stay text, as a key may look like a number. */
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

/**
 * Limit in characters. The YAML parser is far slower than the others; longer texts are parsed as lines.
 */
const longestYaml = 16 * 1024;

/** Whether the nesting may make the YAML parser slow. Brackets within quotes count too. */
function isNested(text: string): boolean {
  if (/^ {100}|(?:[-?:][ \t]+){12}/m.test(text)) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > 2 * deepest) return true;
  }
  return false;
}

/** Limit against exponential expansion: an alias may stand for a list of aliases, and so on. */
const mostAliases = 100;

/** Limits of depth and number of values; key files stay far below them. */
const deepest = 12;
const mostValues = 20_000;

function named(root: unknown): NamedValue[] {
  const found: NamedValue[] = [];
  let seen = 0;
  const visit = (value: unknown, sections: readonly string[]): void => {
    if (typeof value !== 'object' || value === null || sections.length > deepest) return;
    const entry = entryOf(value);
    if (entry !== undefined && /^\d+$/.test(sections.at(-1) ?? '')) {
      found.push({ sections: sections.slice(0, -1), ...entry });
      return;
    }
    for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
      if ((seen += 1) > mostValues) return;
      const nested = typeof inner === 'string' ? bodyIn(inner) : inner;
      if (typeof nested === 'string') found.push({ sections, name, value: nested });
      else if (typeof inner === 'boolean' || typeof inner === 'number') {
        found.push({ sections, name, value: String(inner) });
      } else visit(nested, [...sections, name]);
    }
  };
  visit(root, []);
  return found;
}

/** The object that a text holds, such as the body of a request that Postman or a browser has recorded. */
function bodyIn(text: string): unknown {
  if (!/^\s*\{[^]*secret/i.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A variable in a list of them, as Kubernetes and Postman write it. */
function entryOf(value: object): Pick<NamedValue, 'name' | 'value'> | undefined {
  const fields = new Map(Object.entries(value) as [string, unknown][]);
  const [name, said] = [fields.get('name') ?? fields.get('key'), fields.get('value')];
  return typeof name === 'string' && typeof said === 'string' ? { name, value: said } : undefined;
}

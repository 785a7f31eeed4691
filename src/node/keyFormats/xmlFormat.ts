import type { NamedValue } from '../../core/accounts/keyContext.ts';

interface Element {
  readonly tag: string;
  /** The name of the values in it: `mock` for `<account name="mock">`, `account 2` for the second `<account>`. */
  readonly section: string;
}

const deepest = 12;
const mostValues = 5_000;

/**
 * Parses named values in XML: the texts and attributes of elements, entries such as `<add key="…" value="…"/>` of .NET,
 * `<string name="…">` of Android, and the `<key>` before a value in a property list. Nothing is looked up or expanded.
 */
export function valuesInXml(text: string): readonly NamedValue[] {
  const values: NamedValue[] = [];
  const open: Element[] = [];
  const seen = new Map<string, number>();
  let key: string | undefined;
  for (const { groups = {} } of text.replace(/<!--[^]*?(?:-->|$)/g, '').matchAll(anyTag)) {
    const { end, tag = '', attributes = '', empty, content = '' } = groups;
    if (end !== undefined) {
      const at = open.map((element) => element.tag).lastIndexOf(end);
      if (at >= 0) open.length = at;
      continue;
    }
    if (open.length >= deepest || values.length >= mostValues) break;
    const sections = open.map(({ section }) => section);
    const given = attributesIn(attributes);
    const name = given.get('key') ?? given.get('name') ?? key ?? tag;
    const value = given.get('value') ?? content.trim();
    if (tag !== 'key' && value !== '') values.push({ sections, name, value });
    const path = [...sections, name].join('\n');
    const number = (seen.get(path) ?? 0) + 1;
    seen.set(path, number);
    const section = number > 1 ? `${name} ${number}` : name;
    for (const [attribute, quoted] of given) {
      if (/^(?:key|name|value)$/.test(attribute)) continue;
      values.push({ sections: [...sections, section], name: attribute, value: quoted });
    }
    key = tag === 'key' ? content.trim() : undefined;
    if (empty === undefined) open.push({ tag, section });
  }
  return values;
}

const anyTag =
  /<(?:\/(?<end>[\w:.-]{1,80})\s*>|(?<tag>[\w:.-]{1,80})(?<attributes>(?:\s+[\w:.-]{1,80}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/)?>(?<content>[^<]*))/g;

function attributesIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return new Map(
    [...found].map(([, name = '', double, single = '']) => [name.toLowerCase(), double ?? single]),
  );
}

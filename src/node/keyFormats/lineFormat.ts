import { environmentOfAddress, type NamedValue } from '../../core/accounts/keyContext.ts';
import { type KeyHalf, keyNameOf } from '../../core/accounts/keyNames.ts';
import { isUsual, keyShape } from '../../core/accounts/keyShape.ts';
import { asAssignments, assignmentIn, type LineFormatOptions } from './assignments.ts';
import { RequestSections } from './requestSections.ts';

/**
 * Parses named values line by line: INI and `.properties` files, constants in code, notes. The text is
 * only parsed, never run, whatever language it is in.
 */
export function valuesInLines(
  text: string,
  options: LineFormatOptions = {},
): readonly NamedValue[] {
  const bare = options.notes === true ? bareKeys(text) : undefined;
  if (bare !== undefined) return bare;
  const reader = new LineReader(options);
  const visible = text.replace(/[\u200B-\u200D\u2060\uFEFF]/g, '');
  for (const line of visible.split(/\r\n|[\r\n]/))
    if (line.length <= longestLine) reader.read(line);
  return reader.end();
}

const longestLine = 4_000;
const mostValues = 5_000;
const deepest = 12;

interface Section {
  readonly name: string;
  /** Indentation of the line that opened the section; `undefined` if a brace closes it. */
  readonly indent?: number;
}

class LineReader {
  readonly #values: NamedValue[] = [];
  readonly #options: LineFormatOptions;
  readonly #assignment: RegExp;
  readonly #seen = new Set<string>();
  /** The current `[section]`, or heading of a note. */
  #header: readonly string[] = [];
  #open: Section[] = [];
  /** Number of the current account if several have the same names. */
  #block = 1;
  /** The keys so far of the current account. */
  readonly #halves = new Set<KeyHalf>();
  /** A key was repeated before its partner came: which ones belong together is not known. */
  #isUnclear = false;
  /** The name in a line whose value is on the next line. */
  #pending: string | undefined;
  readonly #requests: RequestSections;
  #request: readonly string[] = [];

  constructor(options: LineFormatOptions) {
    this.#options = options;
    this.#requests = new RequestSections(options.requests === true);
    this.#assignment = assignmentIn(options);
  }

  read(line: string): void {
    const content = line.trimStart();
    this.#request = this.#requests.sectionsOf(content);
    this.#values.push(...this.#requests.valuesIn(content, [...this.#header, ...this.#request]));
    if (content === '' || this.#values.length >= mostValues) return;
    const indent = line.length - content.length;
    while (this.#isOver(indent)) this.#open.pop();
    const header = /^\[([^\]=:"']{1,100})\]\s*(?:[#;].*)?$/.exec(content)?.[1];
    if (header !== undefined) {
      // `[DEFAULT]` applies to all sections.
      this.#enter(header === 'DEFAULT' ? [] : header.split('.').map((part) => part.trim()));
    } else if (this.#options.notes === true && isUsual(keyShape(content))) {
      this.#note(content); // It may begin as a comment or a list item does.
    } else if (/^(?:[#;!]|\/\/|--)/.test(content)) {
      if (this.#options.notes === true) this.#note(content.replace(/^[#;!/\- ]+/, ''));
    } else if (!this.#opens(content, indent)) {
      this.#assignments(asAssignments(content, this.#options));
    }
  }

  end(): readonly NamedValue[] {
    return [...this.#values, ...this.#functionAddresses(), ...this.#requests.sharedValues()];
  }

  /** A function sends to its address what it is given: in Kiwoom's samples, keys that stand below it. */
  #functionAddresses(): readonly NamedValue[] {
    return this.#values
      .filter(({ sections, value }) => isFunction(sections[0]) && environmentOfAddress(value))
      .map((address) => ({ ...address, sections: [] }));
  }

  #isOver(indent: number): boolean {
    const innermost = this.#open.at(-1);
    return innermost?.indent !== undefined && indent <= innermost.indent;
  }

  #enter(header: readonly string[]): void {
    this.#header = header;
    this.#open = [];
    this.#block = 1;
    this.#halves.clear();
  }

  /** Whether the line opens a section of indented lines: `class Mock:` or `mock:`. */
  #opens(content: string, indent: number): boolean {
    const name =
      /^(?:class\s+|-\s+)?["']?([\p{L}_][\p{L}\p{N}_. -]{0,60}?)["']?(?:\([^)]*\))?\s*:\s*$/u.exec(
        content,
      )?.[1];
    if (name === undefined || this.#open.length >= deepest) return false;
    if (keyNameOf([name]) !== undefined) this.#pending = name;
    this.#open.push({ name, indent });
    return true;
  }

  #assignments(content: string): void {
    let found = false;
    // `real = Kiwoom(appkey="…", secretkey="…")`
    const called = /^([\w.]+)\s*=\s*[\w.]+\(.*\)\s*;?$/.exec(content)?.[1];
    const inCode = this.#options.literalsOnly === true;
    if (inCode) {
      for (const [value] of content.matchAll(calledAddress)) {
        this.#values.push({ sections: this.#sections(), name: 'url', value });
      }
    }
    for (const match of content.matchAll(this.#assignment)) {
      const { name, brace, open, close, quoted, plain } = match.groups ?? {};
      if (close !== undefined) {
        if (this.#open.at(-1)?.indent === undefined) this.#open.pop();
      } else if (open !== undefined || brace !== undefined) {
        if (this.#open.length < deepest) this.#open.push({ name: name ?? '' });
      } else if (name !== undefined) {
        found = true;
        const value = quoted?.slice(1, -1) ?? plain ?? '';
        this.#add(name.trim(), value.trim(), inCode && called !== undefined ? [called] : []);
      }
    }
    if (!found && this.#options.notes === true) this.#note(content);
  }

  /**
   * Parses a line of a note without an assignment: a heading, the name of a key, or the key below its
   * name.
   */
  #note(content: string): void {
    const words = content.trim();
    if (/[=:]\s*\S/.test(words)) return;
    const [, label = '', last = ''] = /^(.{2,60}?)\s+(\S+)$/.exec(words) ?? [];
    if (keyNameOf([label]) !== undefined && isUsual(keyShape(last))) {
      this.#add(label, last);
      return;
    }
    const shape = keyShape(words);
    if (isUsual(shape)) {
      if (this.#pending !== undefined) this.#add(this.#pending, shape.key);
      this.#pending = undefined;
      return;
    }
    if (words.length > 60) return;
    if (keyNameOf([words]) !== undefined) this.#pending = words;
    else this.#enter([words]);
  }

  #chooseBlock(path: readonly string[]): void {
    const id = path.join('\n').toUpperCase();
    const half = keyNameOf(path)?.half;
    if (this.#seen.has(`${this.#block}\n${id}`)) {
      this.#isUnclear ||= this.#halves.size === 1;
      this.#block += 1;
      this.#halves.clear();
    } else if (this.#isUnclear && half !== undefined) this.#block += 1;
    this.#seen.add(`${this.#block}\n${id}`);
    if (half !== undefined) this.#halves.add(half);
  }

  #sections(within: readonly string[] = []): string[] {
    return [
      ...this.#header,
      ...within,
      ...this.#request,
      ...this.#open.map((section) => section.name).filter((each) => each !== ''),
    ];
  }

  #add(name: string, value: string, within: readonly string[] = []): void {
    const sections = this.#sections(within);
    if (this.#options.notes === true || this.#options.literalsOnly === true) {
      this.#chooseBlock([...sections, name]);
      if (this.#block > 1) sections.push(String(this.#block));
    }
    this.#values.push({
      sections,
      name,
      value: this.#options.notes === true ? keyOf(value) : value,
    });
  }
}

/** `post("https://…", …)` */
const calledAddress = /(?<=\(\s{0,9}f?["'])https?:\/\/[^\s"']{1,200}/g;

function isFunction(section = ''): boolean {
  return /^(?:async )?def /.test(section);
}

/** The key without the remark that people write after it. */
function keyOf(value: string): string {
  const first = value.split(/\s/, 1)[0] ?? '';
  return isUsual(keyShape(first)) ? first : value;
}

/** Parses a text of two keys and nothing else: the app key comes first in every source. */
function bareKeys(text: string): NamedValue[] | undefined {
  if (text.length > 1_000) return undefined;
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const shapes = words.map(keyShape);
  const [appkey, secretkey] = shapes;
  if (shapes.length !== 2 || appkey === undefined || secretkey === undefined) return undefined;
  if (!shapes.every(isUsual)) return undefined;
  return [
    { sections: [], name: 'appkey', value: appkey.key },
    { sections: [], name: 'secretkey', value: secretkey.key },
  ];
}

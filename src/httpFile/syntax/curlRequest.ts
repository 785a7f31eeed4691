import type { CurlHeader, CurlRequest } from './httpFile.ts';
import { headerColumns, trimmedColumns } from './lineSyntax.ts';
import { readShellCommand, type ShellWord } from './shellWords.ts';
import { type LineRange, type Span, rangeOnLine } from './textRange.ts';

/** Short options with a value, and the long ones that we evaluate. */
const shortWithValue = 'AbcCdDeEFHKmoPQrtTuUwxXyYz';
const longWithValue: ReadonlySet<string> = new Set(
  (
    '--request --header --url --data --data-ascii --data-raw --data-binary --data-urlencode ' +
    '--json --user --user-agent --referer --cookie --cookie-jar --output --form --upload-file ' +
    '--proxy --max-time --connect-timeout --retry --cacert --cert --key --resolve'
  ).split(' '),
);
const dataOptions = [
  '-d',
  '--data',
  '--data-ascii',
  '--data-raw',
  '--data-binary',
  '--data-urlencode',
  '--json',
];

export function isCurlCommand(line: string): boolean {
  return /^\s*curl(?:\.exe)?(?:\s|$)/i.test(line);
}

/**
 * @param where lines from the start of the command to its last possible one
 * @returns the request, and the last line of the command
 */
export function parseCurlRequest(
  lines: readonly string[],
  where: LineRange,
): { request: CurlRequest; last: number } {
  const { words, lastLine } = readShellCommand(lines, where);
  const options = readOptions(words);
  const values = (...names: string[]): Span[] =>
    options.flatMap(({ name, value }) => (names.includes(name) && value ? [value] : []));

  const [method] = values('-X', '--request');
  const operands = options.filter(({ name }) => name === '');
  const target =
    options.find(({ name, value }) => name === '--url' && value !== undefined) ??
    operands.find(({ value }) => value !== undefined && looksLikeUrl(value)) ??
    operands[0];
  const url = target?.value?.text.slice(target.attachedOption.length) ?? '';
  const urlSpan = target && spanOf(target, url, lines);
  const headers = options.flatMap((option) =>
    option.name === '-H' || option.name === '--header' ? readHeader(option, lines) : [],
  );
  const request: CurlRequest = {
    kind: 'curl',
    line: where.first,
    ...(method === undefined ? {} : { method }),
    url,
    ...(urlSpan && { urlSpan }),
    headers,
    data: values(...dataOptions),
    words,
  };
  return { request, last: lastLine };
}

interface Option {
  /** Empty for an operand. */
  readonly name: string;
  readonly optionIndex: number;
  readonly value?: ShellWord;
  readonly attachedOption: string;
}

/** An option's value never begins with `-`, as in REST Client's parser. */
function readOptions(words: readonly ShellWord[]): Option[] {
  const options: Option[] = [];
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const { name, attachedOption } = splitOption(word.text);
    const option = { name, optionIndex: index, attachedOption };
    const next = words[index + 1];
    if (name === '' || attachedOption !== '') {
      options.push({ ...option, value: word });
    } else if (takesValue(name) && next !== undefined && !next.text.startsWith('-')) {
      options.push({ ...option, value: next });
      index++;
    } else {
      options.push(option);
    }
  }
  return options;
}

/** Splits `-sHName:value`, `--header=Name:value`; an operand has an empty name. */
function splitOption(text: string): { name: string; attachedOption: string } {
  if (text.startsWith('--')) {
    const equals = text.indexOf('=');
    return equals === -1
      ? { name: text, attachedOption: '' }
      : { name: text.slice(0, equals), attachedOption: text.slice(0, equals + 1) };
  }
  if (!text.startsWith('-') || text === '-') return { name: '', attachedOption: '' };
  let last = 1;
  while (last < text.length - 1 && !shortWithValue.includes(text.charAt(last))) last++;
  const attached = last < text.length - 1;
  return {
    name: `-${text.charAt(last)}`,
    attachedOption: attached ? text.slice(0, last + 1) : '',
  };
}

function takesValue(name: string): boolean {
  return name.startsWith('--') ? longWithValue.has(name) : shortWithValue.includes(name.charAt(1));
}

function looksLikeUrl({ text }: Span): boolean {
  return /^(?:https?:\/\/|\{\{|localhost)/i.test(text);
}

function readHeader(option: Option, lines: readonly string[]): CurlHeader[] {
  const { value: argument, attachedOption, optionIndex } = option;
  // An unclosed quote includes the rest of the block, which is never meant as a header.
  if (!argument?.closed) return [];
  const content = argument.text.slice(attachedOption.length);
  const columns = headerColumns(content);
  if (columns === undefined) return [];
  const { nameStart, nameEnd, colon } = columns;
  const value = trimmedColumns(content, colon === undefined ? nameEnd : colon + 1);

  const plain = plainContent(argument, attachedOption, lines);
  const span = (start: number, end: number): Span => ({
    text: content.slice(start, end),
    range: plain
      ? rangeOnLine(argument.range.start.line, plain.column + start, plain.column + end)
      : argument.range,
  });
  return [
    {
      name: span(nameStart, nameEnd),
      value: span(value.start, value.end),
      ...(plain && { quote: plain.quote }),
      optionIndex,
      argument,
      attachedOption,
    },
  ];
}

function spanOf(
  { value, attachedOption }: Option,
  text: string,
  lines: readonly string[],
): Span | undefined {
  if (value === undefined) return undefined;
  const plain = plainContent(value, attachedOption, lines);
  if (plain === undefined) return undefined;
  const { line } = value.range.start;
  return { text, range: rangeOnLine(line, plain.column, plain.column + text.length) };
}

/** Position of a word's content on its line, if it is written literally. */
function plainContent(
  { range: { start, end } }: ShellWord,
  attachedOption: string,
  lines: readonly string[],
): { quote: '"' | "'" | ''; column: number } | undefined {
  const source = lines[start.line] ?? '';
  const column = start.character + attachedOption.length;
  if (start.line !== end.line || source.slice(start.character, column) !== attachedOption) {
    return undefined;
  }
  const raw = source.slice(column, end.character);
  if (/^"[^"\\]*"$/.test(raw)) return { quote: '"', column: column + 1 };
  if (/^'[^']*'$/.test(raw)) return { quote: "'", column: column + 1 };
  return /["'\\]/.test(raw) ? undefined : { quote: '', column };
}

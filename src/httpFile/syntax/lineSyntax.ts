/**
 * Syntax of single lines, independent of context.
 *
 * Lines may be megabytes long (minified bodies), so every pattern is anchored and free of repeated
 * alternatives: none backtracks more than once over a line or overflows the regular expression engine's stack.
 */

export function isBlank(line: string): boolean {
  return !/\S/.test(line);
}

/** Only at the start of the line, as in REST Client; httpyac also accepts an indented one. */
export function isDelimiter(line: string): boolean {
  return line.startsWith('###');
}

/** Also true for a delimiter: check {@link isDelimiter} first. */
export function isComment(line: string): boolean {
  return /^\s*(?:#|\/\/)/.test(line);
}

/** The name in `# @name login`. */
export function requestName(comment: string): string | undefined {
  return /^\s*(?:#+|\/{2,})\s*@name\s+(\S+)/.exec(comment)?.[1];
}

/** Start and end columns of a text without surrounding blanks; both are `from` if it is empty. */
export function trimmedColumns(
  line: string,
  from = 0,
  to = line.length,
): { start: number; end: number } {
  const text = line.slice(from, to);
  const end = from + text.trimEnd().length;
  return { start: end === from ? from : to - text.trimStart().length, end };
}

export interface VariableColumns {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly valueFrom: number;
}

/** `@name = value`, or `@name := value` of httpyac. */
export function variableColumns(line: string): VariableColumns | undefined {
  const match = /^(\s*@)([^\s=:]+)\s*:?=/.exec(line);
  if (match === null) return undefined;
  const [whole, before = '', name = ''] = match;
  return {
    nameStart: before.length,
    nameEnd: before.length + name.length,
    valueFrom: whole.length,
  };
}

export interface HeaderColumns {
  readonly nameStart: number;
  readonly nameEnd: number;
  /** `undefined` for a line with only a name. */
  readonly colon: number | undefined;
}

/** `Name: value` or a bare `Name`; the name may contain variables, as in `X-{{prefix}}-Id: 1`. */
export function headerColumns(line: string): HeaderColumns | undefined {
  const colon = colonOutsideVariables(line);
  const { start, end } = trimmedColumns(line, 0, colon ?? line.length);
  if (!isHeaderName(line.slice(start, end))) return undefined;
  return { nameStart: start, nameEnd: end, colon };
}

function isHeaderName(text: string): boolean {
  // The characters of an HTTP token, which a variable may expand to.
  const resolved = text.includes('{{') ? text.replace(/\{\{[^{}]*\}\}/g, 'x') : text;
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(resolved);
}

function colonOutsideVariables(line: string): number | undefined {
  let colon = line.indexOf(':');
  let variable = line.indexOf('{{');
  while (variable !== -1 && variable < colon) {
    const close = line.indexOf('}}', variable);
    if (close === -1) break;
    colon = line.indexOf(':', close);
    variable = line.indexOf('{{', close);
  }
  return colon === -1 ? undefined : colon;
}

/** A line below the request line that continues the URL; `??` is an httpyac assertion. */
export function isUrlContinuation(line: string): boolean {
  return /^\s*(?:\?(?!\?)|&|\/(?![/*]))/.test(line);
}

/**
 * An indented line with no syntax of its own, which continues the URL or header above. Neither client supports
 * folding, but it is what the author means. A body without a blank line before it, which httpyac allows, is
 * recognized by its first character.
 */
export function isFolded(line: string): boolean {
  return (
    /^\s+(?:\{\{.*\}\}|[\w.~+/=%-])/.test(line) &&
    !isStatusLine(line) &&
    headerColumns(line)?.colon === undefined
  );
}

/** Status line of a response stored below its request. */
export function isStatusLine(line: string): boolean {
  return /^\s*HTTP\/[\d.]+/.test(line);
}

/** Returns the closing delimiter if this line opens an httpyac script or block comment. */
export function scriptCloser(line: string): string | undefined {
  if (!/^\s*(?:[<>]\s|\{\{|\/\*)/.test(line)) return undefined;
  const text = line.trim();
  if (/^[<>]\s+\{%$/.test(text)) return '%}';
  if (/^\{\{(?:@js\s+)?[+@]?(?:request|streaming|response|after|responseLogging)?$/i.test(text)) {
    return '}}';
  }
  return text === '/*' ? '*/' : undefined;
}

/** `< {% … %}` on one line, or `< file.js`: an httpyac script when before the request line. */
export function isScriptLine(line: string): boolean {
  return /^\s*<\s/.test(line);
}

/** One-line httpyac response handler. */
export function isHandlerLine(line: string): boolean {
  if (!/^\s*[?<>]/.test(line)) return false;
  const text = line.trim();
  return (
    /^\?\?\s*\S/.test(text) ||
    /^>\s+(?:\{%.*%\}|[^\s{%}]+)$/.test(text) ||
    /^(?:>>!?\s+|<>\s*)\S/.test(text)
  );
}

import { parseEnv } from 'node:util';
import { addressPart, type NamedValue, tellingName } from '../../core/accounts/keyContext.ts';
import { keyNameOf } from '../../core/accounts/keyNames.ts';
import { valuesInLines } from './lineFormat.ts';

/**
 * Reads the part of a `.env` file that may tell of keys. Parsing is slow, and the other lines change nothing of what is
 * found. A file that names a key twice is read line by line: the parser does not tell which of the other lines
 * belong to the last one.
 */
export function valuesInEnv(text: string): readonly NamedValue[] {
  const part = tellingPart(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
  if (repeatsKey(part)) return valuesInLines(part);
  // Blanks after `NAME=` would make the parser take the next line for the value.
  const lines = part.split('\n').map((line) => line.trimEnd());
  const values = Object.entries(parseEnv(lines.join('\n')));
  return values.map(([name, value = '']) => ({ sections: [], name, value }));
}

function tellingPart(text: string): string {
  if (severalLines.test(text)) return text;
  // An address tells under any name, and another line may give that name another value.
  if (addressPart.test(text) && addressPart.test(text.replace(tellingLine, ''))) return text;
  return text.match(tellingLine)?.join('') ?? '';
}

/** A value that goes on in the next line: no line can be judged by itself then. */
const severalLines = /(?<==\s*)(?:"[^"\n]*|'[^'\n]*|`[^`\n]*)(?:\n|$)/;

const tellingLine = new RegExp(`(?:^|\\n)(?=[^=\\n]*(?:${tellingName.source}))[^\\n]*`, 'gi');

/** Whether a key has two different values. */
function repeatsKey(part: string): boolean {
  if (severalLines.test(part)) return false;
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of part.matchAll(assignment)) {
    if (keyNameOf([name]) === undefined) continue;
    if ((values.get(name) ?? value) !== value) return true;
    values.set(name, value);
  }
  return false;
}

const assignment = /^[ \t]*(?:export[ \t]+)?([^\s=#]+)[ \t]*=(.*)$/gm;

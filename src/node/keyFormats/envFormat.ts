import { parseEnv } from 'node:util';
import { addressPart, tellingName } from '../../core/accounts/keyContext.ts';

/**
 * Parses the part of a `.env` file that may tell of keys. Parsing is slow, and the other lines change nothing of
 * what is found.
 */
export function parseEnvFile(text: string): NodeJS.Dict<string> {
  const unix = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  // Blanks after `NAME=` would make the parser take the next line for the value.
  const lines = tellingPart(unix).split('\n');
  return parseEnv(lines.map((line) => line.trimEnd()).join('\n'));
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

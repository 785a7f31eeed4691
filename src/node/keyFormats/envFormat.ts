import { parseEnv } from 'node:util';

export function parseEnvFile(text: string): NodeJS.Dict<string> {
  // Blanks after `NAME=` would make the parser take the next line for the value.
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  return parseEnv(lines.join('\n'));
}

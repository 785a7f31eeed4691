import type { HttpFile } from './httpFile.ts';
import type { JsonBody } from './jsonBody.ts';
import { JsonReader } from './jsonReader.ts';
import type { LineRange } from './textRange.ts';

/**
 * Reads a body that is one JSON value. Of several messages, which a `===` line parts for httpyac, it
 * is the last: what comes before it in a WebSocket request is a login.
 */
export function parseJsonBody(file: HttpFile, body: LineRange): JsonBody {
  let lines: number[] = [];
  for (let line = body.first; line <= body.last; line++) {
    // Both clients drop comments, and definitions of variables, from a body.
    if (file.lineKinds[line] !== 'body') continue;
    if (isMessageSeparator(file.lines[line] ?? '')) lines = [];
    else lines.push(line);
  }
  const [first] = lines;
  if (first === undefined) return { included: false };
  if (/^\s*<@?\S*\s+\S/.test(file.lines[first] ?? '')) return { included: true };
  return new JsonReader(file.lines, lines).read();
}

/** `===` or `=== wait-for-server`, which no line of JSON can be. */
function isMessageSeparator(line: string): boolean {
  return /^\s*={3}\s*(?:wait-for-server)?\s*$/.test(line);
}

import type { HttpFile } from './httpFile.ts';
import type { JsonBody } from './jsonBody.ts';
import { JsonReader } from './jsonReader.ts';
import { isBlank } from './lineSyntax.ts';
import type { LineRange } from './textRange.ts';

/** Numbers of lines. */
type Message = readonly [number, ...number[]];

/**
 * Reads a body that is one JSON value. Of several messages it is the last: what comes before it in a
 * WebSocket request is a login.
 */
export function parseJsonBody(file: HttpFile, body: LineRange): JsonBody {
  const last = messagesIn(file, body).at(-1);
  return last === undefined ? { included: false } : parseMessage(file, last);
}

/** All messages of a body, in order; most have one. */
export function parseJsonMessages(file: HttpFile, body: LineRange): JsonBody[] {
  return messagesIn(file, body).map((lines) => parseMessage(file, lines));
}

/** The lines of each message that is sent; `===` lines part them for httpyac. */
function messagesIn({ lines, lineKinds }: HttpFile, { first, last }: LineRange): Message[] {
  const messages: [number, ...number[]][] = [];
  let message: [number, ...number[]] | undefined;
  for (let line = first; line <= last; line++) {
    // Both clients drop comments, and definitions of variables, from a body.
    const isInMessage = message !== undefined && isSentBlank(lines[line] ?? '');
    if (lineKinds[line] !== 'body' && !isInMessage) continue;
    if (isMessageSeparator(lines[line] ?? '')) {
      message = undefined;
    } else if (message === undefined) {
      message = [line];
      messages.push(message);
    } else {
      message.push(line);
    }
  }
  return messages;
}

function parseMessage({ lines }: HttpFile, message: Message): JsonBody {
  if (/^\s*<@?\S*\s+\S/.test(lines[message[0]] ?? '')) return { included: true };
  return new JsonReader(lines, message).read();
}

/** A line that looks empty and is sent: JSON has no such blanks. */
function isSentBlank(line: string): boolean {
  return isBlank(line) && /[^ \t\r]/.test(line);
}

/** `===` or `=== wait-for-server`, which no line of JSON can be. */
function isMessageSeparator(line: string): boolean {
  return /^\s*={3}\s*(?:wait-for-server)?\s*$/.test(line);
}

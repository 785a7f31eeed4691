import type { HttpFile } from './httpFile.ts';
import type { JsonBody } from './jsonBody.ts';
import { JsonReader } from './jsonReader.ts';
import { isBlank } from './lineSyntax.ts';
import type { LineRange } from './textRange.ts';

/** Line numbers. */
type Message = readonly [number, ...number[]];

/**
 * Parses a body with one JSON value; of several messages the last one, because the first of a WebSocket request
 * is a login.
 */
export function parseJsonBody(file: HttpFile, body: LineRange): JsonBody {
  const last = messagesIn(file, body).at(-1);
  return last === undefined ? { included: false } : parseMessage(file, last);
}

/** All messages of a body, in order; most have one. */
export function parseJsonMessages(file: HttpFile, body: LineRange): JsonBody[] {
  return messagesIn(file, body).map((lines) => parseMessage(file, lines));
}

/** Line numbers of each sent message; httpyac separates messages by `===` lines. */
function messagesIn({ lines, lineKinds }: HttpFile, { first, last }: LineRange): Message[] {
  const messages: [number, ...number[]][] = [];
  let message: [number, ...number[]] | undefined;
  for (let line = first; line <= last; line++) {
    // Both clients remove comments and variable definitions from a body.
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

/** A line that looks empty but is sent: its blanks are invalid in JSON. */
function isSentBlank(line: string): boolean {
  return isBlank(line) && /[^ \t\r]/.test(line);
}

/** `===` or `=== wait-for-server`, which is never a line of JSON. */
function isMessageSeparator(line: string): boolean {
  return /^\s*={3}\s*(?:wait-for-server)?\s*$/.test(line);
}

import type { MessageKind } from './httpFile.ts';
import { trimmedColumns } from './lineSyntax.ts';
import { spanOnLine, type Span } from './textRange.ts';

export interface RequestLine {
  readonly kind: MessageKind;
  readonly method?: Span;
  readonly url: Span;
  readonly version?: Span;
}

/** Methods of REST Client and httpyac; REST Client accepts them in lower case too. */
const httpMethods: ReadonlySet<string> = new Set(
  (
    'GET POST PUT DELETE PATCH HEAD OPTIONS CONNECT TRACE LOCK UNLOCK PROPFIND PROPPATCH COPY MOVE ' +
    'MKCOL MKCALENDAR ACL SEARCH CHECKOUT CHECKIN REPORT MERGE MKACTIVITY MKWORKSPACE ' +
    'VERSION-CONTROL BASELINE-CONTROL GRAPHQL'
  ).split(' '),
);

/** httpyac's other protocols; it requires upper case, but lower case is recognized as the same intent. */
const protocolWords: ReadonlyMap<string, MessageKind> = new Map([
  ['WS', 'websocket'],
  ['WSS', 'websocket'],
  ['WEBSOCKET', 'websocket'],
  ['SSE', 'eventsource'],
  ['EVENTSOURCE', 'eventsource'],
  ['GRPC', 'grpc'],
  ['MQTT', 'mqtt'],
  ['MQTTS', 'mqtt'],
  ['AMQP', 'amqp'],
]);

const protocolSchemes: ReadonlyMap<string, MessageKind> = new Map([
  ['ws', 'websocket'],
  ['wss', 'websocket'],
  ['grpc', 'grpc'],
  ['mqtt', 'mqtt'],
  ['mqtts', 'mqtt'],
  ['amqp', 'amqp'],
  ['amqps', 'amqp'],
]);

/**
 * Parses any line that is not blank: without a method it is a URL, as in both clients. A lone method has an
 * empty URL.
 */
export function parseRequestLine(text: string, line: number): RequestLine {
  const { start, end } = trimmedColumns(text);
  const word = /^[A-Za-z-]+(?=\s|$)/.exec(text.slice(start, end))?.[0] ?? '';
  const kind = kindOfMethod(word);
  if (kind === undefined) {
    const target = splitVersion(text, line, start);
    return { kind: kindOfUrl(target.url.text), ...target };
  }
  const method = spanOnLine(text, line, start, start + word.length);
  return { kind, method, ...splitVersion(text, line, start + word.length) };
}

/** Whether httpyac begins a request here without a `###` above: an upper-case method and a URL. */
export function beginsRequest(text: string): boolean {
  const word = /^\s*([A-Z-]+)\s+\S/.exec(text)?.[1];
  return word !== undefined && (httpMethods.has(word) || protocolWords.has(word));
}

/** Splits the text after `from` into a part of a URL and an optional HTTP version. */
export function splitVersion(text: string, line: number, from = 0): { url: Span; version?: Span } {
  const { start, end } = trimmedColumns(text, from);
  const blankBefore = /\sHTTP\/\S*$/i.exec(text.slice(from, end))?.index;
  if (blankBefore === undefined) return { url: spanOnLine(text, line, start, end) };
  const versionStart = from + blankBefore + 1;
  const url = trimmedColumns(text, from, versionStart);
  return {
    url: spanOnLine(text, line, url.start, url.end),
    version: spanOnLine(text, line, versionStart, end),
  };
}

function kindOfMethod(word: string): MessageKind | undefined {
  const capitals = word.toUpperCase();
  return httpMethods.has(capitals) ? 'http' : protocolWords.get(capitals);
}

function kindOfUrl(url: string): MessageKind {
  const scheme = /^[a-z]+(?=:\/\/)/i.exec(url)?.[0] ?? '';
  return protocolSchemes.get(scheme.toLowerCase()) ?? 'http';
}

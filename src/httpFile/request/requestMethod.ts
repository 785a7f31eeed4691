import type { CurlRequest, HttpRequest } from '../syntax/httpFile.ts';
import { insertionAt, type TextEdit } from '../syntax/textRange.ts';

/**
 * The HTTP method that a client sends, in upper case: GET by default, POST for a cURL command with data.
 *
 * @returns `undefined` for other kinds of requests
 */
export function methodOf(request: HttpRequest): string | undefined {
  const { kind, method } = request;
  if (kind !== 'http' && kind !== 'curl') return undefined;
  if (method !== undefined) return method.text.replace(attachedOption, '').toUpperCase();
  return kind === 'curl' && request.data.length > 0 && !sendsInUrl(request) ? 'POST' : 'GET';
}

/** Edits that change the method to POST; none where a cURL option is attached to its value. */
export function postEdits(request: HttpRequest): TextEdit[] {
  const { method } = request;
  if (request.kind !== 'curl') {
    const url = request.urlParts[0].range.start;
    return method === undefined
      ? [insertionAt(url, 'POST ')]
      : [{ range: method.range, newText: 'POST' }];
  }
  const [command] = request.words;
  if (command === undefined) return [];
  if (method === undefined) {
    return sendsInUrl(request) ? [] : [insertionAt(command.range.end, ' -X POST')];
  }
  return attachedOption.test(method.text) ? [] : [{ range: method.range, newText: 'POST' }];
}

/** `-XPUT`, `-sXPUT`, `--request=PUT` */
const attachedOption = /^(?:-\w*X|--request=)/;

/** With `-G` the data is sent in the URL, with any method. */
function sendsInUrl({ words }: CurlRequest): boolean {
  return words.some(({ text }) => text === '-G' || text === '--get');
}

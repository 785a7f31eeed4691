import type { HttpRequest } from '../syntax/httpFile.ts';
import { rangeOnLine, type Span } from '../syntax/textRange.ts';
import { originOf, splitUrl } from './url.ts';

/** Span of the URL before the path: `https://api.kiwoom.com`, `{{$processEnv KIWOOM_HOST}}`. */
export function hostSpan(request: HttpRequest): Span | undefined {
  return beginningOfUrl(request, (text) => originOf(splitUrl(text)));
}

/** Span of the scheme `https://`; the first one if there are several. */
export function schemeSpan(request: HttpRequest): Span | undefined {
  return beginningOfUrl(request, (text) => /^.*?:\/\//.exec(splitUrl(text).scheme)?.[0] ?? '');
}

function beginningOfUrl(
  request: HttpRequest,
  beginningOf: (url: string) => string,
): Span | undefined {
  const span = request.kind === 'curl' ? request.urlSpan : request.urlParts[0];
  const text = span === undefined ? '' : beginningOf(span.text);
  if (span === undefined || text === '') return undefined;
  const { line, character } = span.range.start;
  return { text, range: rangeOnLine(line, character, character + text.length) };
}

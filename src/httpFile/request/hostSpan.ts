import type { HttpRequest } from '../syntax/httpFile.ts';
import { rangeOnLine, type Span } from '../syntax/textRange.ts';
import { originOf, splitUrl } from './url.ts';

/** What stands before the path: `https://api.kiwoom.com`, `{{$processEnv KIWOOM_HOST}}`. */
export function hostSpan(request: HttpRequest): Span | undefined {
  const span = request.kind === 'curl' ? request.urlSpan : request.urlParts[0];
  if (span === undefined) return undefined;
  const { text, range } = span;
  const host = originOf(splitUrl(text));
  if (host === '') return undefined;
  const { line, character } = range.start;
  return { text: host, range: rangeOnLine(line, character, character + host.length) };
}

import type { HttpRequest } from '../syntax/httpFile.ts';
import { type Span, spanOnLine } from '../syntax/textRange.ts';

/** What stands before the path: `https://api.kiwoom.com`, `{{$processEnv KIWOOM_HOST}}`. */
export function hostSpan(request: HttpRequest): Span | undefined {
  if (request.kind === 'curl') return undefined;
  const { text, range } = request.urlParts[0];
  // Whatever belongs to it for any client goes with it: `{{host}}.example.com`, `a.test\@b.test`.
  const [host = ''] = /^(?:\{\{[^{}]*\}\}|[a-z]+:\/\/)?[^/?#\s{}]*/i.exec(text) ?? [];
  if (host === '') return undefined;
  const { line, character } = range.start;
  return spanOnLine(' '.repeat(character) + host, line, character, character + host.length);
}

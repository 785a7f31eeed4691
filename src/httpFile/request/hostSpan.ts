import type { HttpRequest } from '../syntax/httpFile.ts';
import { rangeOnLine, type Span } from '../syntax/textRange.ts';

/** What stands before the path: `https://api.kiwoom.com`, `{{$processEnv KIWOOM_HOST}}`. */
export function hostSpan(request: HttpRequest): Span | undefined {
  const span = request.kind === 'curl' ? request.urlSpan : request.urlParts[0];
  if (span === undefined) return undefined;
  const { text, range } = span;
  // Whatever belongs to it for any client goes with it: `{{host}}.example.com`, `a.test\@b.test`.
  const [host = ''] = /^(?:\{\{[^{}]*\}\}|[a-z]+:\/\/)?[^/?#\s{}]*/i.exec(text) ?? [];
  if (host === '') return undefined;
  const { line, character } = range.start;
  return { text: host, range: rangeOnLine(line, character, character + host.length) };
}

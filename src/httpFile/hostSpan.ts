import type { HttpRequest } from './httpFile.ts';
import { type Span, spanOnLine } from './textRange.ts';

/** What stands before the path: `https://api.kiwoom.com`, `{{$processEnv KIWOOM_HOST}}`. */
export function hostSpan(request: HttpRequest): Span | undefined {
  if (request.kind === 'curl') return undefined;
  const { text, range } = request.urlParts[0];
  const host = /^(?:\{\{[^{}]*\}\}|(?:[a-z]+:\/\/)?[^/?#\s{}]+)/i.exec(text)?.[0];
  if (host === undefined) return undefined;
  const { line, character } = range.start;
  return spanOnLine(' '.repeat(character) + host, line, character, character + host.length);
}

import type { MessageRequest } from '../syntax/httpFile.ts';
import type { Span } from '../syntax/textRange.ts';
import type { DiagnosticOf, RequestToDiagnose } from './httpDiagnostic.ts';

/** Reports request lines that httpyac or both clients read differently from what is meant. */
export function requestLineRules({
  block: { request: message },
  request: { destination },
}: RequestToDiagnose): DiagnosticOf<'needs-capitals' | 'url-cut-off'>[] {
  if (message.kind === 'curl' || destination.kind === 'other') return [];
  const { method, version } = message;
  return [
    ...(method === undefined ? [] : inCapitals(method, method.text.toUpperCase())),
    ...(version === undefined ? [] : inCapitals(version, version.text.replace(/^http/i, 'HTTP'))),
    ...cutOff(message),
  ];
}

/** httpyac takes a lower-case method or version for a part of the URL. */
function inCapitals({ text, range }: Span, capitals: string): DiagnosticOf<'needs-capitals'>[] {
  if (text === capitals) return [];
  return [
    { code: 'needs-capitals', range, severity: 'warning', facts: { written: text, capitals } },
  ];
}

/** Neither client reads URL lines below a version. */
function cutOff({ urlParts, version }: MessageRequest): DiagnosticOf<'url-cut-off'>[] {
  const lastLine = urlParts.at(-1)?.range.end.line ?? 0;
  if (version === undefined || lastLine <= version.range.start.line) return [];
  const facts = { version: version.text };
  return [{ code: 'url-cut-off', range: version.range, severity: 'error', facts }];
}

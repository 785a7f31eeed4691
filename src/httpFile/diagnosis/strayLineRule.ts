import { strayLine } from '../request/strayLine.ts';
import { rangeOnLine } from '../syntax/textRange.ts';
import type { DiagnosticOf, RequestToDiagnose } from './httpDiagnostic.ts';

/**
 * Reports a line that separates a request from its headers: httpyac starts the body there, REST Client sends
 * nothing.
 */
export function strayLineRule({
  file,
  block,
  request: { destination },
}: RequestToDiagnose): DiagnosticOf<'stray-line'>[] {
  const stray = destination.kind === 'other' ? undefined : strayLine(file, block.request);
  if (stray === undefined) return [];
  const text = file.lines[stray.line] ?? '';
  const range = rangeOnLine(
    stray.line,
    text.length - text.trimStart().length,
    text.trimEnd().length,
  );
  const comment = /^\s*[\p{L}\p{N}*-]/u.test(text);
  return [{ code: 'stray-line', range, severity: 'error', facts: { comment } }];
}

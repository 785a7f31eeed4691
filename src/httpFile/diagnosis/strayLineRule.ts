import { strayLine } from '../request/strayLine.ts';
import { type DiagnosticOf, type RequestToDiagnose, textRangeOn } from './httpDiagnostic.ts';

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
  const range = textRangeOn(file, stray.line);
  const comment = /^\s*[\p{L}\p{N}*-]/u.test(file.lines[stray.line] ?? '');
  return [{ code: 'stray-line', range, severity: 'error', facts: { comment } }];
}

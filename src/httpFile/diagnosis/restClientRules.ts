import type { LineKind } from '../syntax/httpFile.ts';
import { isBlank } from '../syntax/lineSyntax.ts';
import { rangeOnLine } from '../syntax/textRange.ts';
import type { DiagnosticOf, RequestToDiagnose } from './httpDiagnostic.ts';

/** A part of a request as REST Client sends it: up to the first blank line its head, then its body. */
type SentPart = 'url' | 'headers' | 'body';

/** Lines that are no part of the request for httpyac, or another one: one remark for each run of them. */
export function restClientRules({
  file: { lines, lineKinds },
  block,
  request: { destination },
}: RequestToDiagnose): DiagnosticOf<'sent-otherwise'>[] {
  if (block.request.kind !== 'http' || destination.kind === 'other') return [];
  const found: DiagnosticOf<'sent-otherwise'>[] = [];
  let sentAs: SentPart = 'url';
  let lastOfRun: SentPart | undefined;
  for (let line = block.request.line + 1; line <= block.lines.last; line++) {
    const text = lines[line] ?? '';
    const kind = lineKinds[line];
    if (kind === 'comment') continue;
    if (isBlank(text)) {
      sentAs = 'body';
      continue;
    }
    if (sentAs !== 'body' && !(sentAs === 'url' && /^\s*[&?]/.test(text))) sentAs = 'headers';
    if (sentAs === 'url' || partOf(kind) === sentAs) {
      lastOfRun = undefined;
      continue;
    }
    if (lastOfRun !== sentAs) {
      const start = text.length - text.trimStart().length;
      found.push({
        code: 'sent-otherwise',
        range: rangeOnLine(line, start, text.trimEnd().length),
        // Who writes httpyac's scripts means httpyac.
        severity: kind === 'script' || kind === 'handler' ? 'information' : 'warning',
        facts: { part: sentAs, isRequest: false },
      });
    }
    lastOfRun = sentAs;
  }
  return found;
}

function partOf(kind: LineKind | undefined): SentPart | undefined {
  if (kind === 'header') return 'headers';
  return kind === 'url' || kind === 'body' ? kind : undefined;
}

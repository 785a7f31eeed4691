import type { LineKind } from '../syntax/httpFile.ts';
import { isBlank } from '../syntax/lineSyntax.ts';
import { rangeOnLine } from '../syntax/textRange.ts';
import type { DiagnosticOf, RequestToDiagnose } from './httpDiagnostic.ts';

/** Part of a request in REST Client's reading: the first blank line ends the headers. */
type SentPart = 'url' | 'headers' | 'body';

/**
 * Reports lines that REST Client sends but httpyac does not, or sends as another request; one diagnostic per
 * run of lines.
 */
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
        // A file with httpyac scripts is written for httpyac.
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

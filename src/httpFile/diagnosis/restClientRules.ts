import type { LineKind } from '../syntax/httpFile.ts';
import { isBlank } from '../syntax/lineSyntax.ts';
import { type DiagnosticOf, type RequestToDiagnose, textRangeOn } from './httpDiagnostic.ts';

/** Part of a request in REST Client's reading: the first blank line ends the headers. */
type SentPart = 'url' | 'headers' | 'body';

/**
 * Reports lines that REST Client sends but httpyac does not, or sends as another request; one diagnostic per
 * run of lines.
 */
export function restClientRules({
  file,
  block,
  request: { destination },
}: RequestToDiagnose): DiagnosticOf<'sent-otherwise'>[] {
  if (block.request.kind !== 'http' || destination.kind === 'other') return [];
  const { lines, lineKinds } = file;
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
      found.push({
        code: 'sent-otherwise',
        range: textRangeOn(file, line),
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

import type { TrCatalogue } from '../../core/model/tr.ts';
import type { KiwoomRequest } from '../request/kiwoomRequest.ts';
import { webSocketTr } from '../request/webSocketTr.ts';
import type { HttpFile, HttpRequest, HttpRequestBlock } from '../syntax/httpFile.ts';
import { isEmpty, type Position } from '../syntax/textRange.ts';
import { escapedSnippet } from '../template/template.ts';
import { bodyCompletions, emptyBodyCompletions } from './bodyCompletions.ts';
import type { Completion } from './completion.ts';
import { type CursorPlace, cursorPlace } from './cursorPlace.ts';
import { headerNameCompletions, headerValueCompletions } from './headerCompletions.ts';
import { pathCompletions } from './pathCompletions.ts';
import { variableCompletions } from './variableCompletions.ts';

export interface CompletionSubject {
  readonly file: HttpFile;
  readonly block: HttpRequestBlock;
  /** What the block says to Kiwoom, if it does. */
  readonly request: KiwoomRequest | undefined;
  readonly catalogue: TrCatalogue;
  /** In Korea, `YYYYMMDD`. */
  readonly today: string;
}

/**
 * What may be written at a position, the most fitting first: in requests to Kiwoom and at the host of
 * one that goes nowhere yet. Never what the clients offer themselves (names of headers and variables
 * in general).
 */
export function completions(subject: CompletionSubject, position: Position): Completion[] {
  const { file, block } = subject;
  const place = cursorPlace(file, block.request, position);
  // Before a text, a cursor would replace what it does not touch.
  if (place === undefined || stopsAt(place, position)) return [];
  const offered = completionsAt(place, subject);
  // The next Enter is meant for a line break; what else looks alike may be another request.
  return offered.some((one) => isWhole(one, file, position)) ? [] : offered;
}

function completionsAt(place: CursorPlace, subject: CompletionSubject): Completion[] {
  const { file, block, request } = subject;
  const message = block.request;
  if (request === undefined) {
    const mayBecomeKiwoom = place.kind === 'variable' && place.within === 'host';
    return mayBecomeKiwoom && goesNowhere(message) ? variableCompletions(place) : [];
  }
  const named = message.kind === 'curl' ? undefined : webSocketTr(file, message, subject.catalogue);
  const tr = request.tr ?? named;
  const site = { ...subject, message, request: { ...request, tr } };
  switch (place.kind) {
    case 'variable':
      return variableCompletions(place, request);
    case 'path':
      return pathCompletions({ ...site, place });
    case 'header-name':
      return headerNameCompletions({ ...site, place });
    case 'header-value':
      return headerValueCompletions({ ...site, place });
    case 'name':
    case 'value':
      return bodyCompletions({ ...site, place });
    case 'empty-body':
      return emptyBodyCompletions({ ...site, place });
  }
}

function stopsAt({ kind, range }: CursorPlace, { line, character }: Position): boolean {
  if (kind === 'variable' || kind === 'path' || isEmpty(range)) return false;
  return range.start.line === line && range.start.character === character;
}

/** It stands there already, and the cursor behind it. */
function isWhole(
  { snippet, range, edits = [] }: Completion,
  file: HttpFile,
  { line, character }: Position,
): boolean {
  const { start, end } = range;
  if (edits.length > 0 || end.line !== line || end.character !== character) return false;
  const written = file.lines[line]?.slice(start.character, character) ?? '';
  return written !== '' && snippet.trim() === escapedSnippet(written.trim());
}

/** Nothing but the beginning of a reference to a Kiwoom host. */
function goesNowhere({ url }: HttpRequest): boolean {
  const expression = /^\{\{([^{}]*)\}{0,2}$/.exec(url)?.[1]?.trim();
  return expression !== undefined && '$processEnv KIWOOM_HOST'.startsWith(expression);
}

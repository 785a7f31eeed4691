import { referenceExpression } from '../../core/handover/injectedVariables.ts';
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
  /** The block's Kiwoom request; `undefined` if it is none. */
  readonly request: KiwoomRequest | undefined;
  readonly catalogue: TrCatalogue;
  /** Whether the gateway is running, which takes a pass for app keys. */
  readonly hasPasses?: boolean;
  /** Date in Korea, `YYYYMMDD`. */
  readonly today: string;
}

/**
 * Returns the completions at a position, best first: within requests to Kiwoom, and at the host of a request
 * whose URL is still empty. Omits what the clients complete themselves (names of headers and variables in
 * general).
 */
export function completions(subject: CompletionSubject, position: Position): Completion[] {
  const { file, block } = subject;
  const place = cursorPlace(file, block.request, position);
  // A cursor just before a text must not replace it.
  if (place === undefined || stopsAt(place, position)) return [];
  const offered = completionsAt(place, subject);
  // With a completion already typed in full, Enter should insert a line break; similar items belong to other
  // requests.
  return offered.some((one) => isWhole(one, file, position)) ? [] : offered;
}

function completionsAt(place: CursorPlace, subject: CompletionSubject): Completion[] {
  const { file, block, request, hasPasses = false } = subject;
  const message = block.request;
  if (request === undefined) {
    const mayBecomeKiwoom = place.kind === 'variable' && place.within === 'host';
    return mayBecomeKiwoom && goesNowhere(message)
      ? variableCompletions(place, { message, hasPasses })
      : [];
  }
  const named = message.kind === 'curl' ? undefined : webSocketTr(file, message, subject.catalogue);
  const tr = request.tr ?? named;
  const site = { ...subject, message, request: { ...request, tr } };
  switch (place.kind) {
    case 'variable':
      return variableCompletions(place, { message, hasPasses, request });
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

/** Whether its text is already there, with the cursor at its end. */
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

/** Whether the URL is at most the beginning of a reference to a Kiwoom host. */
function goesNowhere({ url, kind }: HttpRequest): boolean {
  const whole = referenceExpression('active', kind === 'websocket' ? 'webSocket' : 'host');
  const expression = /^\{\{([^{}]*)\}{0,2}$/.exec(url)?.[1]?.trim();
  return expression !== undefined && whole.startsWith(expression);
}

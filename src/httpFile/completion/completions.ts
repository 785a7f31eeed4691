import type { TrCatalogue } from '../../core/model/tr.ts';
import type { KiwoomRequest } from '../request/kiwoomRequest.ts';
import { webSocketTr } from '../request/webSocketTr.ts';
import type { HttpFile, HttpRequest, HttpRequestBlock } from '../syntax/httpFile.ts';
import { isEmpty, type Position } from '../syntax/textRange.ts';
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
  const { file, block, request } = subject;
  const message = block.request;
  const place = cursorPlace(file, message, position);
  // Before a text, a cursor would replace what it does not touch.
  if (place === undefined || stopsAt(place, position)) return [];
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

/** Nothing but the beginning of a reference to a Kiwoom host. */
function goesNowhere({ url }: HttpRequest): boolean {
  const expression = /^\{\{([^{}]*)\}{0,2}$/.exec(url)?.[1]?.trim();
  return expression !== undefined && '$processEnv KIWOOM_HOST'.startsWith(expression);
}

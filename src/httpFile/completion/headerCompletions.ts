import { isOAuthPath } from '../../core/model/liveServer.ts';
import type { Tr } from '../../core/model/tr.ts';
import { headerNamed, type KiwoomRequest } from '../request/kiwoomRequest.ts';
import { originOf, splitUrl } from '../request/url.ts';
import { insertionAt, type TextEdit } from '../syntax/textRange.ts';
import { escapedSnippet } from '../template/template.ts';
import type { Completion, CompletionSite } from './completion.ts';
import type { CursorPlace } from './cursorPlace.ts';
import { tokenExpressions } from './variableCompletions.ts';

/** Headers that the API requires in every request, and those that request the next page. */
const headers = ['api-id', 'authorization', 'content-type', 'cont-yn', 'next-key'] as const;

type HeaderName = (typeof headers)[number];

const contentType = 'application/json;charset=UTF-8';

export function headerNameCompletions(
  site: CompletionSite<CursorPlace & { kind: 'header-name' }>,
): Completion[] {
  const { message, request, place } = site;
  // Over a WebSocket, the login contains the token and the messages contain the rest.
  if (message.kind !== 'http') return [];
  return headers
    .filter((name) => {
      const existing = headerNamed(message.headers, name);
      return existing === undefined || existing.name.range.start.line === place.range.start.line;
    })
    .map((name) => {
      const value = usualValue(name, request);
      return {
        kind: 'header',
        // The label includes the value, to differ from a client's own “Authorization” item.
        label: place.hasColon || value === '' ? name : `${name}: ${value}`,
        snippet: place.hasColon ? name : `${name}: ${escapedSnippet(value)}`,
        range: place.range,
        filter: name,
        ...(!place.hasColon && name === 'api-id' && { continues: true }),
      };
    });
}

export function headerValueCompletions(
  site: CompletionSite<CursorPlace & { kind: 'header-value' }>,
): Completion[] {
  const { request, place } = site;
  const name = place.header.name.text.toLowerCase();
  if (name === 'api-id') return trCompletions(site);
  if (name === 'authorization') {
    return tokenExpressions(request).map((expression) =>
      valueCompletion(`Bearer {{${expression}}}`, site),
    );
  }
  if (name === 'content-type') return [valueCompletion(contentType, site)];
  return name === 'cont-yn' ? ['Y', 'N'].map((value) => valueCompletion(value, site)) : [];
}

function usualValue(name: HeaderName, request: KiwoomRequest): string {
  switch (name) {
    case 'authorization':
      return `Bearer {{${tokenExpressions(request)[0] ?? ''}}}`;
    case 'content-type':
      return contentType;
    case 'cont-yn':
      return 'Y';
    case 'api-id':
    case 'next-key':
      return '';
  }
}

function valueCompletion(
  value: string,
  { place }: CompletionSite<CursorPlace & { kind: 'header-value' }>,
): Completion {
  return {
    kind: 'value',
    label: value,
    snippet: spaced(escapedSnippet(value), place),
    range: place.range,
    filter: value,
  };
}

/** All TRs with an HTTP path; those of the request's path come first. */
function trCompletions(site: CompletionSite<CursorPlace & { kind: 'header-value' }>): Completion[] {
  const { catalogue, request, place } = site;
  const trs = catalogue.all.filter((tr) => tr.transport === 'rest' && !isOAuthPath(tr.path));
  const fitting = trs.filter(({ path }) => path === request.path);
  const others = trs.filter(({ path }) => path !== request.path);
  return [...fitting, ...others].map((tr) => {
    const edits = pathEdits(tr, request);
    return {
      kind: 'tr',
      label: tr.id,
      description: `${tr.nameKo} · ${tr.path}`,
      snippet: spaced(tr.id, place),
      range: place.range,
      // Matches the TR's name and path too.
      filter: `${tr.id} ${tr.nameKo} ${tr.path}`,
      ...(edits.length > 0 && { edits }),
      tr,
    };
  });
}

/** Edits that set the request's path to that of the TR. */
function pathEdits(tr: Tr, { block, path, pathSpan, destination }: KiwoomRequest): TextEdit[] {
  if (path === tr.path) return [];
  if (pathSpan !== undefined) return [{ range: pathSpan.range, newText: tr.path }];
  if (path !== undefined || block.request.kind === 'curl') return [];
  const { url, urlParts } = block.request;
  // Only after a bare host: any other text may contain a path in a variable.
  const bare = url !== '' && originOf(splitUrl(url)) === url;
  if (!bare || destination.kind === 'unknown' || destination.kind === 'other') return [];
  return [insertionAt(urlParts[0].range.end, tr.path)];
}

/** Adds the customary blank after the colon. */
function spaced(text: string, { header, range }: CursorPlace & { kind: 'header-value' }): string {
  const behindColon = range.start.character === header.name.range.end.character + 1;
  return behindColon ? ` ${text}` : text;
}

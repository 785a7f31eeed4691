import { isOAuthPath } from '../../core/model/liveServer.ts';
import { escapedSnippet } from '../template/template.ts';
import type { Completion, CompletionSite } from './completion.ts';
import type { CursorPlace } from './cursorPlace.ts';

/** Completes the API's paths; that of the request's TR comes first. */
export function pathCompletions(
  site: CompletionSite<CursorPlace & { kind: 'path' }>,
): Completion[] {
  const { catalogue, message, request, place } = site;
  const transport = message.kind === 'websocket' ? 'websocket' : 'rest';
  // Omits the OAuth paths, because their requests would put app keys into a file.
  const trs = catalogue.all.filter((tr) => tr.transport === transport && !isOAuthPath(tr.path));
  const byPath = Map.groupBy(trs, ({ path }) => path);
  const own = request.tr?.path ?? '';
  const paths = [...byPath.keys()].toSorted(
    (a, b) => Number(b === own) - Number(a === own) || a.localeCompare(b),
  );
  return paths.map((path) => ({
    kind: 'path',
    label: path,
    description: [...new Set(byPath.get(path)?.map(({ group }) => group))].join(', '),
    snippet: escapedSnippet(path),
    range: place.range,
    filter: path,
  }));
}

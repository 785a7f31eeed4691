import { lazy } from '../core/base/lazy.ts';
import { isOAuthPath } from '../core/model/liveServer.ts';
import type { TrFacts } from '../core/model/ports.ts';
import type { Tr, TrCatalogue, TrField, TrResponseField } from '../core/model/tr.ts';

/**
 * Format of trCatalogue.json, which omits defaults. The file is part of this package, so it is not
 * validated.
 */
interface StoredTr {
  readonly id: string;
  readonly nameKo: string;
  readonly group: string;
  readonly path: string;
  readonly transport?: 'websocket';
  readonly fieldsKnown?: false;
  readonly request?: readonly StoredField[];
  readonly response?: readonly TrResponseField[];
}

type StoredField = Omit<TrField, 'type'> & { readonly type?: TrField['type'] };

/** All TRs of these paths count as orders, including the few queries among them. */
const orderPaths: ReadonlySet<string> = new Set([
  '/api/dostk/ordr',
  '/api/dostk/crdordr',
  '/api/us/ordr',
  '/api/us/etc',
]);

/** Loaded on first use and cached. */
export const loadTrCatalogue = lazy(async (): Promise<TrCatalogue> => {
  const { default: file } = await import('./trCatalogue.json', { with: { type: 'json' } });
  return catalogueOf(file as unknown as { trs: readonly StoredTr[] });
});

function catalogueOf({ trs }: { readonly trs: readonly StoredTr[] }): TrCatalogue {
  const all = trs.map(asTr);
  const byId = new Map(all.map((tr) => [tr.id, tr]));
  const byPath = Map.groupBy(all, ({ path }) => path);
  return {
    all,
    find: (apiId) => byId.get(apiId),
    onPath: (path) => byPath.get(path) ?? [],
  };
}

function asTr(stored: StoredTr): Tr {
  return {
    ...stored,
    transport: stored.transport ?? 'rest',
    order: orderPaths.has(stored.path),
    fieldsKnown: stored.fieldsKnown ?? true,
    request: (stored.request ?? []).map((field) => ({ ...field, type: field.type ?? 'string' })),
    response: stored.response ?? [],
  };
}

/**
 * Facts needed to call a TR with a token.
 *
 * @returns `undefined` for an unknown id, a WebSocket TR, or one of the two OAuth calls, which only the
 * token manager makes
 */
export async function trFacts(apiId: string): Promise<TrFacts | undefined> {
  const tr = (await loadTrCatalogue()).find(apiId);
  return tr?.transport === 'rest' && !isOAuthPath(tr.path) ? tr : undefined;
}

import { readFileSync } from 'node:fs';

/** Facts about one TR (a call of Kiwoom's API, named by its `api-id`). */
export interface TransactionFacts {
  readonly id: string;
  readonly path: string;
  readonly transport: 'rest' | 'websocket';
  readonly required: readonly string[];
  /** Names of the response's fields, except those inside lists. */
  readonly response: readonly string[];
  /** Names of the fields in one row, by the name of the list. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

interface StoredTransaction {
  readonly id: string;
  readonly path: string;
  readonly transport: 'rest' | 'websocket';
  readonly required?: string;
  readonly response?: string;
  readonly lists?: Readonly<Record<string, string>>;
}

/**
 * `catalogue.json` was derived once, by a script that dropped everything the simulator does not use
 * (Korean names, lengths, code labels), from the project's facts about the TRs, which come from
 * public copies of Kiwoom's API guide (openapi.kiwoom.com/guide/apiguide) gathered in 2026-11.
 * A field counts as required only where the guide says so.
 */
function load(): readonly TransactionFacts[] {
  const text = readFileSync(new URL('./catalogue.json', import.meta.url), 'utf8');
  const stored = JSON.parse(text) as { trs: readonly StoredTransaction[] };
  return stored.trs.map(({ id, path, transport, required, response, lists }) => ({
    id,
    path,
    transport,
    required: names(required),
    response: names(response),
    lists: Object.fromEntries(
      Object.entries(lists ?? {}).map(([list, row]) => [list, names(row)] as const),
    ),
  }));
}

function names(spaced: string | undefined): readonly string[] {
  return spaced === undefined ? [] : spaced.split(' ');
}

export const transactions = load();

const byId = new Map(transactions.map((facts) => [facts.id, facts]));
const restPaths = new Set(
  transactions.filter(({ transport }) => transport === 'rest').map(({ path }) => path),
);

export function findTransaction(apiId: string): TransactionFacts | undefined {
  return byId.get(apiId);
}

export function isRestPath(path: string): boolean {
  return restPaths.has(path);
}

import type { NamedValue } from '../../core/accounts/keyContext.ts';
import { keyNameOf } from '../../core/accounts/keyNames.ts';

/** Parses tables with an account in each row or column: CSV, cells copied from a spreadsheet, Markdown. */
export function valuesInTables(text: string): NamedValue[] {
  const rows = text.split(/\r\n|[\r\n]/).map(cellsOf);
  return [...accountsInRows(rows), ...accountsInColumns(rows)];
}

type Row = readonly string[];

function accountsInRows(rows: readonly Row[]): NamedValue[] {
  const values: NamedValue[] = [];
  let header: readonly string[] | undefined;
  let row = 0;
  for (const cells of rows) {
    if (isHeader(cells)) header = cells;
    else if (cells.length !== header?.length) header = undefined;
    else if (!cells.every((cell) => /^:?-*:?$/.test(cell)) && row < mostRows) {
      const sections = [String((row += 1))];
      header.forEach((name, column) => {
        values.push({ sections, name, value: cells[column] ?? '' });
      });
    }
  }
  return values;
}

/** Names in the first column, and each further one an account, called by the first row. */
function accountsInColumns(rows: readonly Row[]): NamedValue[] {
  const values: NamedValue[] = [];
  for (let first = 0; first < rows.length;) {
    const width = rows[first]?.length ?? 0;
    let end = first + 1;
    while (end < rows.length && rows[end]?.length === width) end += 1;
    const [header = [], ...named] = rows.slice(first, end);
    if (width > 2 && named.length <= mostRows && isHeader(named.map(([name = '']) => name))) {
      for (const [name = '', ...cells] of named) {
        cells.forEach((value, column) => {
          values.push({ sections: [header[column + 1] ?? '', String(column + 1)], name, value });
        });
      }
    }
    first = end;
  }
  return values;
}

const mostRows = 500;
const longestLine = 4_000;

function cellsOf(line: string): string[] {
  if (line.length > longestLine) return [];
  const content = line.trim().replace(/^\|(.*)\|$/, '$1');
  const separator = ['|', '\t', ';', ','].find((each) => content.includes(each));
  if (separator === undefined) return [];
  return content.split(separator).map((cell) => cell.trim().replace(/^(["'`])(.*)\1$/, '$2'));
}

/** Names only, with those of both keys among them. */
function isHeader(cells: readonly string[]): boolean {
  if (cells.some((cell) => /[=:]/.test(cell) || cell.length > 40)) return false;
  const halves = new Set(cells.map((cell) => keyNameOf([cell])?.half));
  return halves.has('appkey') && halves.has('secretkey');
}

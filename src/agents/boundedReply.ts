import { plainLine } from '../core/base/plainText.ts';
import type { TrResponseField } from '../core/model/tr.ts';
import { isObject } from './toolInput.ts';

export interface ReplyBounds {
  /** The first row to include of each list, counted from 1. */
  readonly firstRow: number;
  readonly maxRows: number;
  readonly maxBytes: number;
  /** Values that are masked everywhere. */
  readonly secrets: readonly string[];
}

export interface BoundedReply {
  readonly data: Readonly<Record<string, unknown>>;
  /** The guide's Korean name of each field in `data`. */
  readonly meanings: Readonly<Record<string, string>>;
  /** Descriptions of what was omitted from `data`, and how to request it. */
  readonly leftOut: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

const longestText = 300;

/** Fields that say that the call succeeded, as the result itself does. */
const envelope = new Set(['return_code', 'return_msg']);

/**
 * Limits a reply to a size that fits a model's context: single values first, then the rows of the
 * lists, which share the remaining bytes. Every text becomes one shortened line.
 */
export function boundReply(
  reply: Row,
  known: readonly TrResponseField[],
  bounds: ReplyBounds,
): BoundedReply {
  const entries = Object.entries(reply).filter(([name]) => !envelope.has(name));
  const singles = entries.filter(([, value]) => !Array.isArray(value));
  const lists = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const meanings = new Meanings(known);
  const leftOut: string[] = [];
  const data: [name: string, value: unknown][] = [];
  let left = bounds.maxBytes;

  /** @returns whether the value fitted */
  const put = (name: string, value: unknown): boolean => {
    const shown = cleanText(name, bounds.secrets);
    const bytes = bytesOf(shown) + bytesOf(value) + 2;
    if (bytes > left) {
      leftOut.push(`"${shown}" and what comes after it: the reply is too large`);
      return false;
    }
    left -= bytes;
    meanings.note(name);
    data.push([shown, value]);
    return true;
  };

  let whole = singles.every(([name, value]) => put(name, valueOf(value, bounds.secrets)));
  for (const [index, [name, all]] of lists.entries()) {
    if (!whole) break;
    const rows = rowsWithin(all, bounds, Math.floor(left / (lists.length - index)));
    whole = put(name, rows);
    if (!whole) break;
    for (const row of rows) if (isObject(row)) meanings.noteRow(row, name);
    leftOut.push(
      ...missingRows(cleanText(name, bounds.secrets), all.length, bounds.firstRow, rows.length),
    );
  }
  return { data: Object.fromEntries(data), meanings: meanings.all, leftOut };
}

function rowsWithin(
  rows: readonly unknown[],
  { firstRow, maxRows, secrets }: ReplyBounds,
  bytes: number,
): readonly unknown[] {
  const taken: unknown[] = [];
  // Reserves space for the name of the list.
  let left = bytes - 2 * longestText;
  for (const row of rows.slice(firstRow - 1, firstRow - 1 + maxRows)) {
    const clean = isObject(row) ? rowOf(row, secrets) : valueOf(row, secrets);
    left -= bytesOf(clean) + 1;
    if (left < 0) break;
    taken.push(clean);
  }
  return taken;
}

function missingRows(list: string, count: number, firstRow: number, taken: number): string[] {
  const before = Math.min(firstRow - 1, count);
  const next = before + taken + 1;
  return [
    ...(before > 0 ? [`"${list}": rows 1 to ${before} of ${count}`] : []),
    ...(next <= count
      ? [
          taken === 0
            ? `"${list}": rows ${next} to ${count} of ${count}, which are too large`
            : `"${list}": rows ${next} to ${count} of ${count}; call again with "first_row": ${next}`,
        ]
      : []),
  ];
}

/** One line of plain text, shortened. */
export function cleanText(text: string, secrets: readonly string[] = []): string {
  const unsecret = secrets.reduce((each, secret) => each.replaceAll(secret, '[secret]'), text);
  const line = plainLine(unsecret);
  return line.length <= longestText ? line : `${line.slice(0, longestText - 1)}…`;
}

function rowOf(row: Row, secrets: readonly string[]): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [cleanText(name, secrets), valueOf(value, secrets)]),
  );
}

function valueOf(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return cleanText(typeof value === 'string' ? value : JSON.stringify(value), secrets);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/** Fields of two lists may have the same name and different meanings. */
class Meanings {
  readonly #known: readonly TrResponseField[];
  readonly #all = new Map<string, string>();

  constructor(known: readonly TrResponseField[]) {
    this.#known = known;
  }

  get all(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#all);
  }

  noteRow(row: Row, list: string): void {
    for (const field of Object.keys(row)) this.note(field, list);
  }

  note(name: string, list?: string): void {
    const named = this.#known.filter((field) => field.name === name);
    const meant = named.find(({ parent }) => parent === list) ?? named[0];
    if (meant === undefined) return;
    const other = this.#all.get(name);
    const key = other === undefined || other === meant.nameKo ? name : `${list ?? ''}.${name}`;
    this.#all.set(key, meant.nameKo);
  }
}

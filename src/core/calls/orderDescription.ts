import { plainLine } from '../base/plainText.ts';
import type { Tr, TrField } from '../model/tr.ts';

export type OrderKind = 'buy' | 'sell' | 'modify' | 'cancel' | 'other';

/** One field of an order's body, formatted for a person to check before it is sent. */
export interface OrderFact {
  /** The field's name in the request: `ord_qty`. */
  readonly name: string;
  /** The guide's Korean name; `undefined` for a field that the catalogue does not list. */
  readonly nameKo: string | undefined;
  /** One line of plain text, shortened; empty for an empty field. */
  readonly value: string;
  /** The guide's label of a code: `시장가` for `3`. */
  readonly label: string | undefined;
}

export interface OrderDescription {
  readonly kind: OrderKind;
  readonly facts: readonly OrderFact[];
  /** Fields beyond {@link mostFacts} that are not listed. */
  readonly more: number;
}

/** Display order of the fields: those that decide about the money first, as an order is said aloud. */
const importance = [
  'stk_cd',
  'ord_qty',
  'mdfy_qty',
  'cncl_qty',
  'ord_uv',
  'mdfy_uv',
  'trde_tp',
  'cond_uv',
  'mdfy_cond_uv',
  'dmst_stex_tp',
  'orig_ord_no',
];

const mostFacts = 14;
const longestValue = 60;

/**
 * Describes what a request would do with money, in terms of the guide's field names. The body comes
 * from a program and may contain anything: every value becomes one shortened line of plain text.
 */
export function describeOrder(
  tr: Pick<Tr, 'nameKo' | 'request'>,
  body: Readonly<Record<string, unknown>>,
): OrderDescription {
  const known = new Map(tr.request.map((field) => [field.name, field]));
  const names = Object.keys(body).sort((a, b) => rank(a, known) - rank(b, known));
  return {
    kind: kindOf(tr.nameKo),
    facts: names.slice(0, mostFacts).map((name) => factOf(name, body[name], known.get(name))),
    more: Math.max(0, names.length - mostFacts),
  };
}

/** The guide names its order TRs uniformly: 주식 매수주문, 신용 정정주문, 미국주식 취소 주문. */
function kindOf(nameKo: string): OrderKind {
  if (nameKo.includes('정정')) return 'modify';
  if (nameKo.includes('취소')) return 'cancel';
  if (/매수\s*주문/u.test(nameKo)) return 'buy';
  if (/매도\s*주문/u.test(nameKo)) return 'sell';
  return 'other';
}

function rank(name: string, known: ReadonlyMap<string, TrField>): number {
  const place = importance.indexOf(name);
  if (place >= 0) return place;
  return importance.length + (known.has(name) ? 0 : 1);
}

function factOf(name: string, value: unknown, field: TrField | undefined): OrderFact {
  const text = shortened(textOf(value));
  return {
    name: shortened(name),
    nameKo: field?.nameKo,
    value: text,
    label: field?.values?.find(([code]) => code === value)?.[1],
  };
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shortened(text: string): string {
  const characters = Array.from(plainLine(text));
  return characters.length <= longestValue
    ? characters.join('')
    : `${characters.slice(0, longestValue - 1).join('')}…`;
}

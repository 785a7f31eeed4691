import type { OrderDescription, OrderFact, OrderKind } from '../../core/calls/orderDescription.ts';
import type { Localize } from './localize.ts';

/** Formats an order for a confirmation: the action, then one line per field. */
export function orderLines(order: OrderDescription, t: Localize): string {
  return [kindName(order.kind, t), ...fieldLines(order, t)].join('\n');
}

/** Formats one line per field of a request. */
export function fieldLines(
  { facts, more }: Pick<OrderDescription, 'facts' | 'more'>,
  t: Localize,
): readonly string[] {
  const rest = more > 0 ? [t('… and {0} more fields', more)] : [];
  return [...facts.map((fact) => fieldLine(fact, t)), ...rest];
}

function kindName(kind: OrderKind, t: Localize): string {
  switch (kind) {
    case 'buy':
      return t('BUY');
    case 'sell':
      return t('SELL');
    case 'modify':
      return t('CHANGE AN ORDER');
    case 'cancel':
      return t('CANCEL AN ORDER');
    case 'other':
      return t('ORDER OR TRANSFER');
  }
}

function fieldLine({ name, nameKo, value, label }: OrderFact, t: Localize): string {
  const shown = value === '' ? t('(empty)') : value;
  const withLabel = label === undefined ? shown : `${shown} (${label})`;
  return `${fieldName(name, nameKo, t)}: ${withLabel}`;
}

/** English names of order fields, for which the API guide has only Korean ones. */
function fieldName(name: string, nameKo: string | undefined, t: Localize): string {
  switch (name) {
    case 'stk_cd':
      return t('Stock code');
    case 'ord_qty':
      return t('Quantity');
    case 'mdfy_qty':
      return t('New quantity');
    case 'cncl_qty':
      return t('Quantity to cancel');
    case 'ord_uv':
      return t('Price');
    case 'mdfy_uv':
      return t('New price');
    case 'trde_tp':
      return t('Order type');
    case 'cond_uv':
    case 'mdfy_cond_uv':
      return t('Stop price');
    case 'dmst_stex_tp':
      return t('Exchange');
    case 'orig_ord_no':
      return t('Original order number');
    default:
      return nameKo === undefined ? name : `${nameKo} (${name})`;
  }
}

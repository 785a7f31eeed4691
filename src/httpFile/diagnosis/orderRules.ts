import { hasVariable, type JsonMember } from '../syntax/jsonBody.ts';
import type { DiagnosticOf, RequestToDiagnose } from './httpDiagnostic.ts';

/** Order types (`trde_tp`) that require a price; for the others, the market or the exchange sets it. */
const pricedTypes: ReadonlyMap<string, string> = new Map([
  ['0', '보통'],
  ['00', '보통'],
  ['5', '조건부지정가'],
  ['10', '보통(IOC)'],
  ['20', '보통(FOK)'],
  ['28', '스톱지정가'],
  ['62', '시간외단일가'],
]);

/** Reports an order without a price whose type requires one. */
export function orderRules(
  { request: { tr }, variables }: RequestToDiagnose,
  members: readonly JsonMember[],
): DiagnosticOf<'price-missing'>[] {
  const field = tr?.request.find(({ name }) => name === 'ord_uv');
  const [type, price] = ['trde_tp', 'ord_uv'].map((name) =>
    members.findLast((one) => one.name.text === name),
  );
  if (tr?.order !== true || field === undefined || type?.value === undefined) return [];
  const label = pricedTypes.get(textOf(type, variables) ?? '');
  if (label === undefined) return [];
  const written = price === undefined ? '' : textOf(price, variables);
  if (written === undefined || !/^[0\s]*$/.test(written)) return [];
  const { range } = price?.value ?? type.value;
  return [{ code: 'price-missing', range, severity: 'warning', facts: { field, type: label } }];
}

/** @returns `undefined` for a value that is only known when it is sent */
function textOf(
  { value }: JsonMember,
  variables: RequestToDiagnose['variables'],
): string | undefined {
  if (value?.kind !== 'string' && value?.kind !== 'literal' && value?.kind !== 'variable') {
    return undefined;
  }
  const text = variables.resolve(value.text);
  return hasVariable(text) ? undefined : text;
}

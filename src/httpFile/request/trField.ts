import type { Tr, TrField } from '../../core/model/tr.ts';

/** @param parents names of the enclosing objects' fields, outermost first, without lists */
export function requestField(
  tr: Tr,
  parents: readonly string[],
  name: string,
): TrField | undefined {
  return fieldsOf(tr, parents).find((field) => field.name === name);
}

/** Fields of an object in the body, required ones first. */
export function fieldsOf(tr: Tr, parents: readonly string[]): readonly TrField[] {
  if (parents.length > 1) return [];
  const [parent] = parents;
  const fields = tr.request.filter((field) => field.parent === parent);
  return [
    ...fields.filter(({ required }) => required === true),
    ...fields.filter(({ required }) => required !== true),
  ];
}

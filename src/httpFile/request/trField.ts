import type { Tr, TrField } from '../../core/model/tr.ts';

/** @param parents the names that lead to the object which holds the field; lists do not count */
export function requestField(
  tr: Tr,
  parents: readonly string[],
  name: string,
): TrField | undefined {
  return fieldsOf(tr, parents).find((field) => field.name === name);
}

/** The fields that an object of the body may have, those that must be there first. */
export function fieldsOf(tr: Tr, parents: readonly string[]): readonly TrField[] {
  if (parents.length > 1) return [];
  const [parent] = parents;
  const fields = tr.request.filter((field) => field.parent === parent);
  return [
    ...fields.filter(({ required }) => required === true),
    ...fields.filter(({ required }) => required !== true),
  ];
}

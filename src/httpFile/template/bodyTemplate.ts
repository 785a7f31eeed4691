import type { Tr, TrField } from '../../core/model/tr.ts';
import { fieldValue } from './fieldValues.ts';
import type { TabStop, Template } from './template.ts';

/**
 * A JSON body with a value for each request field; `{}` for a TR without fields, or with unpublished ones.
 *
 * @param today `YYYYMMDD`, in Korea
 */
export function bodyTemplate(tr: Tr, today: string): Template {
  return object(tr, undefined, '', today);
}

function object(tr: Tr, parent: string | undefined, indent: string, today: string): Template {
  const fields = tr.request.filter((field) => field.parent === parent);
  if (fields.length === 0) return ['{}'];
  const members = fields.flatMap((field, index): Template => {
    const before = `${index === 0 ? '' : ','}\n${indent}  ${JSON.stringify(field.name)}: `;
    return [before, ...value(tr, field, `${indent}  `, today)];
  });
  return ['{', ...members, `\n${indent}}`];
}

function value(tr: Tr, field: TrField, indent: string, today: string): Template {
  if (field.type === 'list') {
    return [`[\n${indent}  `, ...object(tr, field.name, `${indent}  `, today), `\n${indent}]`];
  }
  const sensible = fieldValue(tr, field, today);
  if (typeof sensible === 'string') return ['"', tabStop(field, sensible), '"'];
  const items = sensible.flatMap((item, index): Template => {
    return [index === 0 ? '"' : ', "', tabStop(field, item), '"'];
  });
  return ['[', ...items, ']'];
}

function tabStop({ values = [] }: TrField, chosen: string): TabStop {
  const codes = values.map(([code]) => code);
  // VS Code preselects the first choice, so it must be the chosen value.
  return codes[0] === chosen ? { value: chosen, choices: codes } : { value: chosen };
}

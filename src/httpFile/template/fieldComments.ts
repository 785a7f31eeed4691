import type { TrField } from '../../core/model/tr.ts';

export interface FieldWords {
  readonly required: string;
  readonly optional: string;
  readonly length: (characters: number) => string;
}

/** Maximum width in columns (two per Korean letter); longer lists of codes continue in the next comment. */
const widest = 100;

/** Comment for each field from the API guide: `trde_tp 매매구분 (필수, 2자): 0 보통, 3 시장가`. Without `#`. */
export function fieldComments(fields: readonly TrField[], words: FieldWords): string[] {
  return fields.flatMap((field) => {
    const { name, nameKo, required, length } = field;
    const facts = [
      ...(required === undefined ? [] : [required ? words.required : words.optional]),
      ...(length === undefined ? [] : [words.length(length)]),
    ];
    const heading = `${name} ${nameKo}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
    return wrapped(heading, possibleValues(field));
  });
}

function possibleValues({ format, values = [] }: TrField): string[] {
  return [
    ...(format === undefined ? [] : format.split(', ')),
    ...values.map(([code, label]) => `${code} ${label}`),
  ];
}

function columns(text: string): number {
  return text.length + (text.match(/\p{Script=Hangul}/gu)?.length ?? 0);
}

function wrapped(heading: string, values: readonly string[]): string[] {
  const lines = [heading];
  for (const [index, value] of values.entries()) {
    const line = lines.at(-1) ?? '';
    const longer = `${line}${index === 0 ? ':' : ','} ${value}`;
    if (columns(longer) <= widest) lines[lines.length - 1] = longer;
    else {
      lines[lines.length - 1] = `${line}${index === 0 ? ':' : ','}`;
      lines.push(`  ${value}`);
    }
  }
  return lines;
}

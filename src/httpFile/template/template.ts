/** A place in a template that whoever inserts it will want to change. */
export interface TabStop {
  readonly value: string;
  /** What may stand there instead; the value is the first of them. */
  readonly choices?: readonly string[];
}

/** A text with tab stops, in the order in which they are visited. */
export type Template = readonly (string | TabStop)[];

/** The text as it stands once nothing was changed. */
export function plainText(template: Template): string {
  return template.map((part) => (typeof part === 'string' ? part : part.value)).join('');
}

/** The text in the snippet syntax of VS Code, which is that of TextMate. */
export function snippetText(template: Template): string {
  let number = 0;
  return template
    .map((part) => (typeof part === 'string' ? escapedSnippet(part) : tabStop(part, (number += 1))))
    .join('');
}

function tabStop({ value, choices = [] }: TabStop, number: number): string {
  if (choices.length > 1) return `\${${number}|${choices.map(escapedChoice).join(',')}|}`;
  return value === '' ? `$${number}` : `\${${number}:${escapedSnippet(value)}}`;
}

/** So that nothing in a text is taken for a part of that syntax. */
export function escapedSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

function escapedChoice(text: string): string {
  return text.replace(/[\\,|]/g, '\\$&');
}

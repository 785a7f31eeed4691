/** A placeholder in a template that the user probably changes. */
export interface TabStop {
  readonly value: string;
  /** Alternatives; the first one is the value. */
  readonly choices?: readonly string[];
}

/** Text with tab stops, in the order of the Tab key. */
export type Template = readonly (string | TabStop)[];

/** Text with unchanged values. */
export function plainText(template: Template): string {
  return template.map((part) => (typeof part === 'string' ? part : part.value)).join('');
}

/** Text in VS Code's snippet syntax (TextMate). */
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

/** Escapes characters of the snippet syntax. */
export function escapedSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

function escapedChoice(text: string): string {
  return text.replace(/[\\,|]/g, '\\$&');
}

import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

export const readmes = ['README.md', 'README.ko.md'] as const;
export type Readme = (typeof readmes)[number];

export function readme(file: Readme): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The contents of the fenced blocks of this language, in order. */
export function codeBlocks(file: Readme, language: string): string[] {
  const blocks = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return Array.from(readme(file).matchAll(blocks), ([, code = '']) => code);
}

/** The text from a heading up to the next one of its level. */
export function section(file: Readme, heading: string): string {
  const [, rest = ''] = readme(file).split(`\n## ${heading}\n`);
  return rest.split('\n## ')[0] ?? '';
}

/** The first cell of each row of all tables, without their headings. */
export function firstCells(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|')[1]?.trim() ?? '')
    .filter((cell) => cell.includes('`') || cell.includes('**'));
}

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

/** A page in English and in Korean. */
export type PageInBoth = readonly [english: string, korean: string];

/** The first pages and those under `docs/`. */
export const pages: readonly PageInBoth[] = [
  ['README.md', 'README.ko.md'],
  ...globSync('docs/*.md', { cwd: root })
    .filter((file) => !file.endsWith('.ko.md'))
    .sort()
    .map((file): PageInBoth => [file, file.replace(/\.md$/, '.ko.md')]),
];

export const guide: PageInBoth = ['docs/guide.md', 'docs/guide.ko.md'];

export function pageText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The contents of the fenced blocks of this language, in order. */
export function codeBlocks(file: string, language: string): string[] {
  const blocks = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return Array.from(pageText(file).matchAll(blocks), ([, code = '']) => code);
}

/** The text from a heading up to the next one of its level. */
export function section(file: string, heading: string): string {
  const [, rest = ''] = pageText(file).split(`\n## ${heading}\n`);
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

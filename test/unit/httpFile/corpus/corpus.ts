import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExpectedRequest } from '../shapes/shape.ts';

/** A whole file as people write them, kept as a file, so with its own line ends and byte order mark. */
export interface CorpusFile {
  readonly name: string;
  /** Decoded as an editor does: without the byte order mark. */
  readonly text: string;
  /** Why httpyac reads it in another way, if it does. */
  readonly httpyacDiffers?: string;
}

const differences: Readonly<Record<string, string>> = {
  'curl-several-lines': 'its library does not know cURL commands, its extension does',
  'curl-simple': 'its library does not know cURL commands, its extension does',
  'lower-case-method': 'it takes methods in capitals only',
  'old-macintosh-line-ends': 'it takes no line feed for no line break',
  'unclosed-script': 'it joins no indented line to a URL',
};

export const corpus: readonly CorpusFile[] = globSync('*.http', { cwd: import.meta.dirname })
  .sort()
  .map((file) => {
    const name = path.basename(file, '.http');
    const bytes = readFileSync(path.join(import.meta.dirname, file));
    const httpyacDiffers = differences[name];
    return {
      name,
      text: new TextDecoder().decode(bytes),
      ...(httpyacDiffers !== undefined && { httpyacDiffers }),
    };
  });

/** By the file's name. */
export const expectations = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'expected.json'), 'utf8'),
) as Readonly<Record<string, readonly ExpectedRequest[]>>;

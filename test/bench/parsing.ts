import { parseHttpFile } from '../../src/httpFile/syntax/parseHttpFile.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { largeHttpFile } from './largeHttpFile.ts';
import { type Measured, median, repeat, timed } from './measured.ts';

/** What it takes to read a file again after an edit: all of it, there is no other way; beside httpyac on the same file. */
export async function parsing(): Promise<Measured[]> {
  const runs = 50;
  const { lines, requests } = largeHttpFile(await loadTrCatalogue());
  const text = lines.join('\n');
  if (parseHttpFile(text).requests.length !== requests) throw new Error('The file was misread.');
  const parse = (): Promise<number> => timed(() => Promise.resolve(parseHttpFile(text)));
  await repeat(10, parse);
  const { parseWithHttpyac } = await import('../unit/httpFile/httpyacParser.ts');
  const httpyac = await timed(() => parseWithHttpyac(text));
  return [
    { what: 'parse 5,000 requests, httpyac', value: httpyac, unit: 'ms', runs: 1 },
    {
      what: 'parse 5,000 requests',
      value: median(await repeat(runs, parse)),
      unit: 'ms',
      ratios: [{ atMost: 1 / 4, to: 'httpyac', reference: httpyac }],
      runs,
      note: `${lines.length.toLocaleString('en')} lines`,
    },
  ];
}

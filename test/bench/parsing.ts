import { parseHttpFile } from '../../src/httpFile/syntax/parseHttpFile.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { largeHttpFile } from './largeHttpFile.ts';
import { type Measured, median, repeat, timed } from './measured.ts';

/** What it takes to read a file again after an edit: all of it, there is no other way. */
export async function parsing(): Promise<Measured[]> {
  const runs = 50;
  const { lines, requests } = largeHttpFile(await loadTrCatalogue());
  const text = lines.join('\n');
  if (parseHttpFile(text).requests.length !== requests) throw new Error('The file was misread.');
  const parse = (): Promise<number> => timed(() => Promise.resolve(parseHttpFile(text)));
  await repeat(10, parse);
  return [
    {
      what: 'parse 5,000 requests',
      value: median(await repeat(runs, parse)),
      unit: 'ms',
      target: { atMost: 40 },
      runs,
      note: `${lines.length.toLocaleString('en')} lines`,
    },
  ];
}

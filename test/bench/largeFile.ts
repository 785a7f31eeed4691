import { plainText } from '../../src/httpFile/template.ts';
import { requestTemplate } from '../../src/httpFile/requestTemplate.ts';
import { parseHttpFile } from '../../src/httpFile/parseHttpFile.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { templateContext } from '../unit/httpFile/templateContext.ts';
import { type Measured, median, repeat, timed } from './measured.ts';

/** About 50,000 lines: the same query again and again, as it is inserted, with a title of its own. */
async function fiveThousandRequests(): Promise<string> {
  const tr = (await loadTrCatalogue()).find('ka10001');
  if (tr === undefined) throw new Error('The catalogue has no ka10001.');
  const request = plainText(requestTemplate(tr, templateContext));
  return Array.from({ length: 5000 }, (_, index) => request.replace('###', `### ${index}`)).join(
    '\n',
  );
}

/** What it takes to read a file again after an edit: all of it, there is no other way. */
export async function largeFile(): Promise<Measured[]> {
  const runs = 50;
  const text = await fiveThousandRequests();
  const { lines, requests } = parseHttpFile(text);
  if (requests.length !== 5000) throw new Error('The file was misread.');
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

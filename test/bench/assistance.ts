import assert from 'node:assert/strict';
import { blockAround } from '../../src/httpFile/syntax/blockAround.ts';
import { completions } from '../../src/httpFile/completion/completions.ts';
import { hasRequest } from '../../src/httpFile/syntax/httpFile.ts';
import { hoverSubject } from '../../src/httpFile/hovers.ts';
import { kiwoomRequest } from '../../src/httpFile/request/kiwoomRequest.ts';
import { parseHttpFile } from '../../src/httpFile/syntax/parseHttpFile.ts';
import { FileVariables } from '../../src/httpFile/request/variableReferences.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { largeHttpFile } from './largeHttpFile.ts';
import { type Measured, median, repeat, timed } from './measured.ts';

const hosts = { real: ['api.kiwoom.com'], mock: ['mockapi.kiwoom.com'] };

/** A place on the line at which something is asked; `undefined` where nothing stands. */
function places(line: string): number[] {
  // Within a word: one that is typed already has no completion at its end.
  if (line.startsWith('POST')) return [7, line.length - 1];
  if (line.startsWith('api-id') || line.startsWith('Auth')) return [line.length - 1];
  const name = line.indexOf('"');
  return name === -1 ? [] : [name + 2, line.lastIndexOf('"')];
}

/**
 * The time to answer at a cursor, at places all over a file of 5,000 requests, just after it was
 * edited: nothing of the block around the cursor is known from before.
 */
export async function assistance(): Promise<Measured[]> {
  const catalogue = await loadTrCatalogue();
  const { lines, requests } = largeHttpFile(catalogue);
  const variables = new FileVariables(parseHttpFile(lines.join('\n')));
  const source = { lineCount: lines.length, lineText: (line: number) => lines[line] ?? '' };
  const cursors = lines.flatMap((text, line) =>
    places(text).map((character) => ({ line, character })),
  );
  const every = Math.ceil(cursors.length / 5000);
  const asked = cursors.filter((_cursor, index) => index % every === 0);

  const text = lines.join('\n');
  const reference = median(
    await repeat(20, () => timed(() => Promise.resolve(parseHttpFile(text)))),
  );

  const measure = (what: string, answer: (cursor: (typeof asked)[number]) => boolean): Measured => {
    for (const cursor of asked.slice(0, 500)) answer(cursor);
    let answered = 0;
    const times = asked.map((cursor) => {
      const start = performance.now();
      if (answer(cursor)) answered += 1;
      return performance.now() - start;
    });
    // Fast answers would say little if most of them were none.
    assert.ok(answered > asked.length * 0.8, `${what}: ${answered} of ${asked.length}`);
    times.sort((a, b) => a - b);
    return {
      what,
      value: times[Math.floor(times.length * 0.95)] ?? NaN,
      unit: 'ms',
      ratios: [{ atMost: 1 / 4, to: 'reading the whole file', reference }],
      runs: times.length,
      note: `p95, ${requests} requests, ${lines.length} lines`,
    };
  };
  const read = (line: number) => {
    const { file, firstLine } = blockAround(source, line);
    const block = file.blocks.find(hasRequest);
    const request = block && kiwoomRequest(block, variables, hosts, catalogue);
    return { file, firstLine, block, request, variables, catalogue, today: '20261124' };
  };
  return [
    measure('completion', ({ line, character }) => {
      const { block, ...site } = read(line);
      if (block === undefined) return false;
      const position = { line: line - site.firstLine, character };
      return completions({ ...site, block }, position).length > 0;
    }),
    measure('hover', ({ line, character }) => {
      const site = read(line);
      return hoverSubject(site, { line: line - site.firstLine, character }) !== undefined;
    }),
  ];
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TrCatalogue } from '../../../src/core/model/tr.ts';
import { completions } from '../../../src/httpFile/completion/completions.ts';
import { hoverSubject } from '../../../src/httpFile/hovers.ts';
import { kiwoomRequest } from '../../../src/httpFile/request/kiwoomRequest.ts';
import { FileVariables } from '../../../src/httpFile/request/variableReferences.ts';
import { blockAround } from '../../../src/httpFile/syntax/blockAround.ts';
import { parseHttpFile } from '../../../src/httpFile/syntax/parseHttpFile.ts';
import { requestAt } from '../../../src/httpFile/syntax/requestAt.ts';
import { includes } from '../../../src/httpFile/syntax/textRange.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import { applyEdits } from './applyEdits.ts';
import { httpText } from './httpFileArbitraries.ts';

const hosts = { real: ['api.kiwoom.com'], mock: ['mockapi.kiwoom.com'] };

const piece = fc.constantFrom(
  ...'{|}|{{|}}|[|]|"|:|,|"trde_tp"|"data"|"0"|3|\n|\n\n| |\t|###\n|api-id: |kt10000|0B|# c\n'.split(
    '|',
  ),
  ...['$processEnv KIWOOM_HOST', 'Authorization: Bearer ', '/api/dostk/ordr', 'WS ', '@a = 1\n'],
);
/** A Kiwoom request, begun well and continued in any way. */
const begun = fc
  .tuple(
    fc.constantFrom('POST', 'WS'),
    fc.constantFrom('', '\napi-id: kt10000\n\n', '\napi-id: kt10000\n\n{ "stk_cd": "1", '),
    fc.array(piece, { maxLength: 20 }),
  )
  .map(([method, head, rest]) => `${method} https://api.kiwoom.com/api${head}${rest.join('')}`);

const begunCurl = fc
  .tuple(fc.constantFrom('', '{ "stk_cd": "1", '), fc.array(piece, { maxLength: 20 }))
  .map(
    ([body, rest]) =>
      `curl https://api.kiwoom.com/api/dostk/ordr -H 'api-id: kt10000' \\\n -d '${body}${rest.join('')}' -k`,
  );

const textAndCursor = fc
  .oneof(begun, begunCurl, httpText)
  .chain((text) => fc.tuple(fc.constant(text), fc.nat({ max: text.length })));

describe('At any cursor', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  const site = (text: string, offset: number) => {
    const before = text.slice(0, offset).split(/\r\n|\r|\n/);
    const lines = text.split(/\r\n|\r|\n/);
    const line = Math.min(before.length, lines.length) - 1;
    const character = Math.min(before.at(-1)?.length ?? 0, lines[line]?.length ?? 0);
    const source = { lineCount: lines.length, lineText: (at: number) => lines[at] ?? '' };
    const { file, firstLine } = blockAround(source, line);
    const variables = new FileVariables(file);
    const block = requestAt(file, line - firstLine);
    const request = block && kiwoomRequest(block, variables, hosts, catalogue);
    return { line, file, firstLine, variables, block, request, character, lines };
  };

  it('completions replace what is at the cursor, and their other edits something else', () => {
    fc.assert(
      fc.property(textAndCursor, ([text, offset]) => {
        const { line, character, firstLine, file, block, request } = site(text, offset);
        if (block === undefined) return;
        const position = { line: line - firstLine, character };
        const subject = { file, block, request, catalogue, today: '20261124' };
        for (const { range, edits = [], snippet } of completions(subject, position).slice(0, 8)) {
          assert.ok(includes(range, position));
          assert.equal(range.start.line, range.end.line);
          assert.ok(range.end.character <= (file.lines[range.end.line]?.length ?? 0));
          const inOrder = [...edits, { range, newText: snippet }].sort(
            (a, b) =>
              a.range.start.line - b.range.start.line ||
              a.range.start.character - b.range.start.character,
          );
          applyEdits(file.lines.join('\n'), inOrder);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('a hover is about something at the cursor', () => {
    fc.assert(
      fc.property(textAndCursor, ([text, offset]) => {
        const { line, character, firstLine, ...found } = site(text, offset);
        const position = { line: line - firstLine, character };
        const subject = hoverSubject({ ...found, catalogue }, position);
        assert.ok(subject === undefined || includes(subject.range, position));
      }),
      { numRuns: 3000 },
    );
  });

  it('the block is read as it is within the whole file', () => {
    fc.assert(
      fc.property(textAndCursor, ([text, offset]) => {
        const { line, lines, firstLine, file, block } = site(text, offset);
        const whole = parseHttpFile(lines.join('\n'));
        if (whole.lineKinds[line] === 'delimiter') return;
        const request = requestAt(whole, line);
        assert.equal(request?.lines.first, block && firstLine + block.lines.first);
        const last = firstLine + file.lines.length;
        assert.deepEqual(file.lineKinds, whole.lineKinds.slice(firstLine, last));
      }),
      { numRuns: 1000 },
    );
  });
});

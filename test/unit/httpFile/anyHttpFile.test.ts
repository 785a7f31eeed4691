import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  authorizationEdit,
  authorizationEdits,
} from '../../../src/httpFile/edit/authorizationEdit.ts';
import { KiwoomFile } from '../../../src/httpFile/request/kiwoomFile.ts';
import { strayLine } from '../../../src/httpFile/request/strayLine.ts';
import type { HttpFile, HttpRequestBlock } from '../../../src/httpFile/syntax/httpFile.ts';
import { parseHttpFile } from '../../../src/httpFile/syntax/parseHttpFile.ts';
import { parseJsonBody } from '../../../src/httpFile/syntax/parseJsonBody.ts';
import { requestAt } from '../../../src/httpFile/syntax/requestAt.ts';
import { isBefore, type LineRange, type Span } from '../../../src/httpFile/syntax/textRange.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import { applyEdits } from './applyEdits.ts';
import { httpText, httpTextAndLine } from './httpFileArbitraries.ts';

const bearer = 'Bearer {{$processEnv KIWOOM_TOKEN}}';
const numRuns = 1000;

function linesOf(file: HttpFile, { first, last }: LineRange): string[] {
  return file.lines.slice(first, last + 1);
}

/** The lines of a file block by block, those of one block replaced by a mark. */
function outsideOf(file: HttpFile, blockIndex: number): string[][] {
  return file.blocks.map(({ lines }, index) =>
    index === blockIndex ? ['…'] : linesOf(file, lines),
  );
}

/** Then its authorization may stand where no client reads it, and is not written a second time. */
function hasStrayLine(file: HttpFile, block: HttpRequestBlock | undefined): boolean {
  return block !== undefined && strayLine(file, block.request) !== undefined;
}

/** A command that a request line follows without `###`: where it ends depends on its last header. */
function runsIntoRequest(file: HttpFile, block: HttpRequestBlock | undefined): boolean {
  if (block?.request.kind !== 'curl') return false;
  const below = { first: block.request.line + 1, last: block.lines.last };
  return linesOf(file, below).some((line) => /^\s*(?:[A-Za-z]+\s|https?:)/.test(line));
}

describe('Any .http file', () => {
  it('is divided into blocks without gaps', () => {
    fc.assert(
      fc.property(httpText, (text) => {
        const file = parseHttpFile(text);
        assert.deepEqual(file.lines, text.split(/\r\n|\r|\n/));
        assert.equal(file.lineKinds.length, file.lines.length);
        let next = 0;
        for (const { lines } of file.blocks) {
          assert.equal(lines.first, next);
          assert.ok(lines.last >= lines.first);
          next = lines.last + 1;
        }
        assert.equal(next, file.lines.length);
      }),
      { numRuns },
    );
  });

  it('has each part of a request in the block of the request', () => {
    fc.assert(
      fc.property(httpText, (text) => {
        for (const { request, lines } of parseHttpFile(text).requests) {
          const spans = request.headers.flatMap(({ name, value }) => [name.range, value.range]);
          for (const { start, end } of spans) {
            assert.ok(lines.first <= request.line && request.line <= start.line);
            assert.ok(start.line <= end.line && end.line <= lines.last);
          }
        }
      }),
      { numRuns },
    );
  });

  it('is read for what it says to Kiwoom, each part where it stands', async () => {
    const catalogue = await loadTrCatalogue();
    const hosts = { real: ['api.kiwoom.com', 'example.com'], mock: ['mockapi.kiwoom.com'] };
    fc.assert(
      fc.property(httpText, (text) => {
        const file = parseHttpFile(text);
        const requests = new KiwoomFile(file, { hosts, catalogue }).requests;
        for (const { block, pathSpan } of requests) {
          if (pathSpan !== undefined) assert.equal(sourceOf(file, pathSpan), pathSpan.text);
          if (block.request.kind === 'curl' || block.request.body === undefined) continue;
          const { root, problem } = parseJsonBody(file, block.request.body);
          for (const range of [root?.range, problem?.range]) {
            if (range === undefined) continue;
            assert.ok(block.lines.first <= range.start.line && range.end.line <= block.lines.last);
            assert.ok(!isBefore(range.end, range.start));
          }
        }
      }),
      { numRuns },
    );
  });

  it('is cut into the same blocks at every cursor', () => {
    fc.assert(
      fc.property(httpTextAndLine, ({ text, line }) => {
        const file = parseHttpFile(text);
        const block = requestAt(file, line);
        const around = file.blocks.find(({ lines }) => lines.first <= line && line <= lines.last);
        if (file.lineKinds[line] !== 'delimiter') {
          assert.equal(block, around?.request === undefined ? undefined : around);
        } else if (block !== undefined) {
          assert.ok(block.lines.first >= line);
        }
      }),
      { numRuns },
    );
  });

  it('is changed in the request at the cursor only', () => {
    fc.assert(
      fc.property(httpTextAndLine, ({ text, line }) => {
        const edit = authorizationEdit(text, line, bearer);
        if (edit.kind === 'no-request') return;
        const before = parseHttpFile(text);
        const after = parseHttpFile(applyEdits(text, edit.edits));
        const block = requestAt(before, line);
        fc.pre(!hasStrayLine(before, block) && !runsIntoRequest(before, block));
        const blockIndex = before.blocks.findIndex((candidate) => candidate === block);
        assert.deepEqual(outsideOf(after, blockIndex), outsideOf(before, blockIndex));

        const requestBefore = before.blocks[blockIndex]?.request;
        const requestAfter = after.blocks[blockIndex]?.request;
        assert.equal(requestAfter?.url, requestBefore?.url);
        assert.deepEqual(otherHeaders(requestAfter?.headers), otherHeaders(requestBefore?.headers));
        if (requestBefore?.kind !== 'curl' && requestAfter?.kind !== 'curl') {
          assert.deepEqual(
            requestAfter?.body && linesOf(after, requestAfter.body),
            requestBefore?.body && linesOf(before, requestBefore.body),
          );
        }
      }),
      { numRuns },
    );
  });

  it('has one authorization afterwards, and a second time changes nothing', () => {
    fc.assert(
      fc.property(httpTextAndLine, ({ text, line }) => {
        const file = parseHttpFile(text);
        const block = requestAt(file, line);
        if (block === undefined) return;
        fc.pre(!hasStrayLine(file, block));
        const { edits } = authorizationEdits(text, [line], bearer);
        const edited = applyEdits(text, edits);
        const after = requestAt(parseHttpFile(edited), block.request.line);
        const values = after?.request.headers
          .filter(({ name }) => name.text.toLowerCase() === 'authorization')
          .map(({ value }) => value.text);
        assert.deepEqual(values, [bearer]);
        const again = authorizationEdit(edited, block.request.line, bearer);
        assert.equal(again.kind, 'unchanged');
      }),
      { numRuns },
    );
  });

  it('gets all edits of several cursors at once as one by one', () => {
    fc.assert(
      fc.property(httpText, (text) => {
        const file = parseHttpFile(text);
        const everyLine = [...file.lines.keys()];
        const { edits, requests } = authorizationEdits(text, everyLine, bearer);
        assert.equal(requests, file.requests.length);
        const oneByOne = file.requests.toReversed().reduce((result, { request }) => {
          return applyEdits(result, authorizationEdits(result, [request.line], bearer).edits);
        }, text);
        assert.equal(applyEdits(text, edits), oneByOne);
      }),
      { numRuns },
    );
  });
});

function sourceOf(file: HttpFile, { range: { start, end } }: Span): string | undefined {
  return file.lines[start.line]?.slice(start.character, end.character);
}

function otherHeaders(
  headers: readonly { name: { text: string }; value: { text: string } }[] | undefined,
): string[] | undefined {
  return headers
    ?.filter(({ name }) => name.text.toLowerCase() !== 'authorization')
    .map(({ name, value }) => `${name.text}: ${value.text}`);
}

import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../src/core/model/tr.ts';
import {
  completionsAt,
  FileDiagnosis,
  fixesFor,
  hoverAt,
  lensesOf,
  readBlock,
  readHttpFile,
} from '../../../src/httpFile/httpLanguage.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import { contextWith, requestWith } from './diagnosis/cases/given.ts';

const today = '20261124';

describe('What is asked about a .http file', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  it('is found out once per request, whoever asks', () => {
    let reads = 0;
    const counting: TrCatalogue = {
      ...catalogue,
      find: (id) => {
        reads += 1;
        return catalogue.find(id);
      },
    };
    const context = contextWith(counting);
    const text = [requestWith({ body: '{}' }), requestWith({ apiId: 'ka00001' })].join('\n');
    const read = readHttpFile(text, context);
    const findings = new FileDiagnosis().find(read, context);
    assert.deepEqual(
      findings.map(({ diagnostic }) => diagnostic.code),
      ['missing-fields', 'api-id-not-on-path'],
    );
    const fixes = findings.flatMap((finding) => fixesFor(read, finding, today));
    assert.deepEqual(
      fixes.map(({ kind }) => kind),
      ['add-fields', 'use-path'],
    );
    assert.equal(lensesOf(read).length, 2);
    assert.equal(read.requests.length, 2);
    assert.equal(reads, 2);
  });

  it('at a cursor is told in the lines of the whole file', () => {
    const text = `${requestWith()}\n${requestWith({ body: '{ "stk_cd": }' })}`;
    const lines = text.split('\n');
    const whole = readHttpFile(text, contextWith(catalogue));
    const line = lines.lastIndexOf('{ "stk_cd": }');
    const source = { lineCount: lines.length, lineText: (at: number) => lines[at] ?? '' };
    const around = readBlock(source, line)(whole);
    const [completion] = completionsAt(around, { line, character: 12 }, today);
    assert.deepEqual(completion?.range, {
      start: { line, character: 12 },
      end: { line, character: 12 },
    });
    const hover = hoverAt(around, { line, character: 4 });
    assert.equal(hover?.range.start.line, line);
  });
});

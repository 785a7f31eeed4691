import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TrCatalogue } from '../../../src/core/model/tr.ts';
import {
  FileDiagnosis,
  fixesFor,
  lensesOf,
  readHttpFile,
} from '../../../src/httpFile/httpLanguage.ts';
import type { HttpFile } from '../../../src/httpFile/syntax/httpFile.ts';
import { isBefore, type TextRange } from '../../../src/httpFile/syntax/textRange.ts';
import { insertionPoint } from '../../../src/httpFile/template/insertionPoint.ts';
import { requestTemplate } from '../../../src/httpFile/template/requestTemplate.ts';
import { plainText } from '../../../src/httpFile/template/template.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import { applyEdits } from './applyEdits.ts';
import { corpus } from './corpus/corpus.ts';
import { contextWith, requestWith, secrets } from './diagnosis/cases/given.ts';
import { templateContext } from './template/templateContext.ts';

const { mockToken, secretkey } = secrets;
const curlWith = (body: string): string =>
  'curl -X POST https://mockapi.kiwoom.com/api/dostk/stkinfo -H "api-id: ka10001" \\\n' +
  `  -H "Authorization: Bearer ${mockToken}" -d '${body}' -k\n`;
const curl = curlWith('{\n  "stk_cd": "005930"\n}');

const pieces = [
  ...[' ', '\n', '\r\n', '\t', '{', '}', '"', "'", ',', ':', '\\', '{{', '}}', '[', ']', '#', '//'],
  ...['###\n', '\n\n', '=== wait-for-server\n', '@a = {{b}}\n', 'HTTP/1.1 200 OK\n', '< ./a\n'],
  ...['http://api.kiwoom.com', 'https://', 'Host: api.kiwoom.com\n', 'api-id: KA10081\n', 'GET '],
  ...['"stk_cd": 1', 'stk_cd: 005930,', mockToken, secretkey, '가', '\u{1f600}', '\u0301', '\0'],
];

interface Change {
  readonly at: number;
  readonly removed: number;
  readonly written: string;
}

/** At a share of the text, so that every change is one of some text. */
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(200)),
  written: fc.oneof(
    fc.constantFrom('', ...pieces),
    fc.constantFrom(...pieces).map((piece) => piece.repeat(40)),
    fc.string({ unit: 'binary', maxLength: 5 }),
  ),
});

function changed(text: string, { at, removed, written }: Change): string {
  const offset = Math.round(at * text.length);
  return text.slice(0, offset) + written + text.slice(offset + removed);
}

function assertInside({ lines }: HttpFile, { start, end }: TextRange): void {
  assert.ok(!isBefore(end, start));
  for (const { line, character } of [start, end]) {
    const text = lines[line];
    assert.ok(text !== undefined && character >= 0 && character <= text.length);
  }
}

describe('A file while it is edited', () => {
  let catalogue: TrCatalogue;
  let texts: string[];
  before(async () => {
    catalogue = await loadTrCatalogue();
    const inserted = ['ka10001', 'kt10000', 'ka10081', '0B', 'ka10172'].map((id) => {
      const tr = catalogue.find(id);
      assert.ok(tr !== undefined);
      return plainText(requestTemplate(tr, templateContext));
    });
    const usual = corpus.map(({ text }) => text).filter(({ length }) => length < 10_000);
    texts = [...usual, ...inserted, curl, requestWith(), inserted.join('\n\n')];
  });

  it('has all that is said about it in it, and fixes that apply, after every edit', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(change, { minLength: 1, maxLength: 8 }), (which, changes) => {
        let text = texts[which % texts.length] ?? '';
        const context = contextWith(catalogue, {
          active: { profile: undefined, token: 'none' },
        });
        const diagnosis = new FileDiagnosis();
        for (const one of changes) {
          text = changed(text, one);
          const read = readHttpFile(text, context);
          const { file } = read;
          for (const facts of lensesOf(read)) assert.ok(file.lines[facts.line] !== undefined);
          for (const finding of diagnosis.find(read, context)) {
            assertInside(file, finding.diagnostic.range);
            for (const fix of fixesFor(read, finding, '20261124')) {
              if ('edits' in fix) applyEdits(text, fix.edits);
            }
          }
          for (const line of [0, file.lines.length >> 1, file.lines.length - 1]) {
            const { position } = insertionPoint(file, line);
            assertInside(file, { start: position, end: position });
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('has the same said about it as if it had been opened like this', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(change, { minLength: 1, maxLength: 6 }), (which, changes) => {
        let text = texts[which % texts.length] ?? '';
        const context = contextWith(catalogue);
        const diagnosis = new FileDiagnosis();
        for (const one of changes) {
          text = changed(text, one);
          const read = readHttpFile(text, context);
          assert.deepEqual(
            diagnosis.diagnose(read, context),
            new FileDiagnosis().diagnose(read, context),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has a JSON body once its quotes and commas are corrected, and nothing else is changed', () => {
    const context = contextWith(catalogue);
    const member = fc.constantFrom(
      ...[
        '"stk_cd": "005930"',
        'stk_cd: 005930',
        '"a": b,',
        "c: 'd'",
        '"e": ["f" g]',
        ',',
        '\n',
        '# i\n',
      ],
    );
    const body = fc.array(member, { minLength: 1, maxLength: 5 });
    let corrected = 0;
    fc.assert(
      fc.property(fc.boolean(), body, (isCurl, members) => {
        const written = `{${members.join(' ')}\n}`;
        const text = isCurl ? curlWith(written) : requestWith({ body: written });
        const diagnose = (content: string) => {
          const read = readHttpFile(content, context);
          const findings = new FileDiagnosis().find(read, context);
          const found = findings.find(({ diagnostic }) => diagnostic.code === 'body-not-json');
          return found && fixesFor(read, found, '20261124');
        };
        for (const fix of diagnose(text) ?? []) {
          assert.ok('edits' in fix);
          const after = applyEdits(text, fix.edits);
          assert.equal(diagnose(after), undefined);
          assert.equal(withoutSigns(after), withoutSigns(text));
          corrected += 1;
        }
      }),
      { numRuns: 1000 },
    );
    assert.ok(corrected > 50, `only ${corrected} were corrected`);
  });
});

function withoutSigns(text: string): string {
  return text.replace(/["',]/g, '');
}

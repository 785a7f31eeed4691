import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../src/core/tr.ts';
import { authorizationEdits } from '../../../src/httpFile/edit/authorizationEdit.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import { contextWith, diagnose } from './diagnosis/cases/given.ts';

/** So many characters: what looks at each place again from each other one takes seconds. */
const length = 100_000;

const request = 'POST https://api.kiwoom.com/api/dostk/stkinfo';
const beginnings = [
  '',
  `${request} `,
  `${request}\nAuthorization: Bearer `,
  `${request}\napi-id: ka10001\n\n{ "stk_cd": "`,
  `curl ${request.slice(5)} -H "`,
  '@a',
  '# @name',
  '{{',
];
const pieces = [
  ...[' ', '\t', 'a', '/', '?', '=', ':', '"', "'", '\\', '{', '}', '[', '<', '#', '@', '-'],
  ...['{{', '{{a', '{{a}}', '{{$processEnv KIWOOM_TOKEN}}', '@a={{a}}\n', '### ', '# @name x\n'],
  ...[
    '\n',
    '\r\n',
    'curl ',
    "-H 'a: b' ",
    ' HTTP/1',
    '"a":1,',
    '{"a":',
    '?? ',
    '>> ',
    '< {% ',
    'x\n ',
  ],
];

describe('A .http file from a stranger', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  for (const beginning of beginnings) {
    it(`is read at once whatever it repeats after ${JSON.stringify(beginning)}`, () => {
      const context = contextWith(catalogue);
      for (const piece of pieces) {
        const text = `${beginning}${piece.repeat(length / piece.length)}\n!`;
        const before = performance.now();
        diagnose(text, context);
        authorizationEdits(text, [0], 'Bearer x');
        assert.ok(performance.now() - before < 1500, JSON.stringify(piece));
      }
    });
  }
});

import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../src/core/model/tr.ts';
import { authorizationEdits } from '../../../src/httpFile/edit/authorizationEdit.ts';
import { completions } from '../../../src/httpFile/completion/completions.ts';
import { hoverSubject } from '../../../src/httpFile/hovers.ts';
import { kiwoomRequest } from '../../../src/httpFile/request/kiwoomRequest.ts';
import { FileVariables } from '../../../src/httpFile/request/variableReferences.ts';
import { parseHttpFile } from '../../../src/httpFile/syntax/parseHttpFile.ts';
import { requestAt } from '../../../src/httpFile/syntax/requestAt.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import { contextWith, diagnose } from './diagnosis/cases/given.ts';
import { processorTimeOf } from '../fakes/processorTime.ts';

/** So many characters: what looks at each place again from each other one takes seconds. */
const length = 100_000;

const request = 'POST https://api.kiwoom.com/api/dostk/stkinfo';
const beginnings = [
  '',
  `${request} `,
  `${request}\nAuthorization: Bearer `,
  `${request}\napi-id: ka10001\n\n{ "stk_cd": "`,
  `curl ${request.slice(5)} -H "`,
  `curl ${request.slice(5)} -H 'api-id: ka10001' -d '{`,
  'WS wss://api.kiwoom.com:10000/api/dostk/websocket\n\n{',
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
    '===\n',
    'stk_cd: 1,\n',
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
        const took = processorTimeOf(() => {
          diagnose(text, context);
          authorizationEdits(text, [0], 'Bearer x');
          askAtCursors(text, catalogue);
        });
        assert.ok(took < 6_000, JSON.stringify(piece));
      }
    });
  }
});

/** What is asked while somebody types, at the beginning, in the middle and at the end. */
function askAtCursors(text: string, catalogue: TrCatalogue): void {
  const file = parseHttpFile(text);
  const variables = new FileVariables(file);
  const { hosts } = contextWith(catalogue);
  const last = file.lines.length - 1;
  for (const line of [0, last >> 1, last]) {
    const position = { line, character: (file.lines[line]?.length ?? 0) >> 1 };
    const block = requestAt(file, line);
    const about = block && kiwoomRequest(block, variables, hosts, catalogue);
    hoverSubject({ file, variables, catalogue, request: about }, position);
    if (block === undefined) continue;
    completions({ file, block, request: about, catalogue, today: '20261124' }, position);
  }
}

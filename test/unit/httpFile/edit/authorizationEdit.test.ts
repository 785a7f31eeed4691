import assert from 'node:assert/strict';
import {
  authorizationEdit,
  authorizationEdits,
} from '../../../../src/httpFile/edit/authorizationEdit.ts';
import { applyEdits } from '../applyEdits.ts';
import { bearer, type Case, check, textAndCursor } from './cursorCases.ts';

const insertions: Case[] = [
  { when: 'the file ends with the request line', before: '¦GET x', after: 'GET x\n<auth>' },
  { when: 'the request line has no method', before: '¦https://x\n', after: 'https://x\n<auth>\n' },
  {
    when: 'a blank line and a body follow',
    before: 'POST x\n\n{¦}\n',
    after: 'POST x\n<auth>\n\n{}\n',
  },
  {
    when: 'there are other headers',
    before: 'POST x\nA: 1\n¦B: 2\n\n{}',
    after: 'POST x\nA: 1\nB: 2\n<auth>\n\n{}',
  },
  {
    when: 'the query has several lines',
    before: 'GET x\n  ?a=1\n  &b=2¦\n\n',
    after: 'GET x\n  ?a=1\n  &b=2\n<auth>\n\n',
  },
  {
    when: 'the query has several lines and headers follow',
    before: 'GET x\n?a=1\n&b=2\nA: {{a}}\n¦',
    after: 'GET x\n?a=1\n&b=2\nA: {{a}}\n<auth>\n',
  },
  {
    when: 'the file has Windows line ends',
    before: '###\r\nGET x¦\r\nA: 1\r\n\r\nb\r\n',
    after: '###\r\nGET x\r\nA: 1\r\n<auth>\r\n\r\nb\r\n',
  },
  {
    when: 'the headers are indented',
    before: '¦  GET x\n  A: 1\n',
    after: '  GET x\n  A: 1\n  <auth>\n',
  },
  {
    when: 'the last header is folded',
    before: '¦GET x\nA: 1\n  2\n\n',
    after: 'GET x\nA: 1\n  2\n<auth>\n\n',
  },
  {
    when: 'an authorization is commented out',
    before: 'GET x\n# Authorization: a¦\n// authorization: b\n',
    after: 'GET x\n<auth>\n# Authorization: a\n// authorization: b\n',
  },
  {
    when: 'comments stand among the headers',
    before: 'GET x\nA: 1\n# b\nC: 2\n# d¦\n',
    after: 'GET x\nA: 1\n# b\nC: 2\n<auth>\n# d\n',
  },
  {
    when: 'a body follows without a blank line',
    before: 'POST x\nA: 1\n{ "b": 2 }¦',
    after: 'POST x\nA: 1\n<auth>\n{ "b": 2 }',
  },
  {
    when: 'a body of one word follows without a blank line',
    before: 'POST x\nhello¦',
    after: 'POST x\n<auth>\nhello',
  },
  {
    when: 'assertions of httpyac follow',
    before: '¦GET x\nA: 1\n?? status == 200\n',
    after: 'GET x\nA: 1\n<auth>\n?? status == 200\n',
  },
  {
    when: 'a script stands above and a handler below',
    before: '{{\n  a¦ = 1\n}}\nGET x\n\n> {% b %}\n',
    after: '{{\n  a = 1\n}}\nGET x\n<auth>\n\n> {% b %}\n',
  },
  {
    when: 'the cursor is on a variable or comment above the request line',
    before: '@a = 1\n# ¦@name b\nGET x\n',
    after: '@a = 1\n# @name b\nGET x\n<auth>\n',
  },
  {
    when: 'the cursor is on the delimiter above',
    before: 'GET a\n\n#¦## b\nGET b\n',
    after: 'GET a\n\n### b\nGET b\n<auth>\n',
  },
  {
    when: 'the cursor is on a heading drawn with delimiters',
    before: 'GET a\n#######¦\n### b\n\n#######\nGET b\n',
    after: 'GET a\n#######\n### b\n\n#######\nGET b\n<auth>\n',
  },
  {
    when: 'the cursor is on a blank line below the request',
    before: 'GET a\n\n\n¦\n### b\nGET b\n',
    after: 'GET a\n<auth>\n\n\n\n### b\nGET b\n',
  },
  {
    when: 'the body mentions an authorization',
    before: 'POST x\n\nAuthorization: a¦\n',
    after: 'POST x\n<auth>\n\nAuthorization: a\n',
  },
  {
    when: 'a kept response has an authorization',
    before: '¦GET x\n\nHTTP/1.1 200 OK\nAuthorization: a\n',
    after: 'GET x\n<auth>\n\nHTTP/1.1 200 OK\nAuthorization: a\n',
  },
  {
    when: 'it is a WebSocket request',
    before: 'WS wss://x¦\n\n{"trnm":"LOGIN"}\n',
    after: 'WS wss://x\n<auth>\n\n{"trnm":"LOGIN"}\n',
  },
  {
    when: 'the file holds Korean and emoji',
    before: '### 🚀 주문\nPOST x/주문\n종목: 삼성¦\n',
    after: '### 🚀 주문\nPOST x/주문\n<auth>\n종목: 삼성\n',
  },
];

const replacements: Case[] = [
  {
    when: 'a line that is no header stands above it',
    before: 'POST x\nA: 1\nmy token¦\nAuthorization: a\napi-id: b\n\n{}\n',
    after: 'POST x\nA: 1\nmy token\n<auth>\napi-id: b\n\n{}\n',
  },
  {
    when: 'the header has another value',
    before: 'GET x\n¦Authorization: Basic a b\nA: 1\n',
    after: 'GET x\n<auth>\nA: 1\n',
  },
  {
    when: 'the name is in lower case',
    before: 'GET x\nauthorization: a¦\n',
    after: `GET x\nauthorization: ${bearer}\n`,
  },
  {
    when: 'the name is in capitals and blanks stand around the colon',
    before: 'GET x\n  AUTHORIZATION \t:\ta  ¦\n',
    after: `GET x\n  AUTHORIZATION \t:\t${bearer}  \n`,
  },
  {
    when: 'no blank follows the colon',
    before: 'GET x\nAuthorization:a¦',
    after: `GET x\nAuthorization:${bearer}`,
  },
  { when: 'it has no value yet', before: 'GET x\nAuthorization:¦\n', after: 'GET x\n<auth>\n' },
  {
    when: 'it has no colon yet',
    before: 'GET x\nAuthorization¦\nA: 1',
    after: 'GET x\n<auth>\nA: 1',
  },
  {
    when: 'the value is folded',
    before: 'GET x\nAuthorization: Bearer\n  abc¦\n\tdef\nA: 1\n',
    after: 'GET x\n<auth>\nA: 1\n',
  },
  {
    when: 'the value is right but folded',
    before: 'GET x\nAuthorization: Bearer\n  {{$processEnv KIWOOM_TOKEN}}¦\n',
    after: 'GET x\n<auth>\n',
  },
  {
    when: 'the whole value is on the next line',
    before: 'GET x\nAuthorization:\n  Bearer abc¦\nA: 1\n',
    after: 'GET x\n<auth>\nA: 1\n',
  },
  {
    when: 'there are several',
    before: 'GET x¦\nAuthorization: a\nA: 1\nauthorization: b\nB: 2\nAUTHORIZATION: c',
    after: 'GET x\n<auth>\nA: 1\nB: 2',
  },
  {
    when: 'several follow each other at the end of the file',
    before: 'GET x¦\nAuthorization: a\nauthorization: b\nauthorization: c\n   d',
    after: 'GET x\n<auth>',
  },
  {
    when: 'the first of several is right already',
    before: 'GET x¦\n<auth>\nA: 1\nauthorization: b\n\nbody',
    after: 'GET x\n<auth>\nA: 1\n\nbody',
  },
  { when: 'it is right already', before: 'GET x¦\n<auth>\n', after: 'GET x\n<auth>\n' },
  {
    when: 'it is right already, below the request line of another case',
    before: `GET x¦\nauthorization:${bearer} \n`,
    after: `GET x\nauthorization:${bearer} \n`,
  },
];

const withoutRequest: Case[] = [
  { when: 'the file is empty', before: '¦' },
  { when: 'there are only comments', before: '# GET x\n// ¦GET y\n' },
  { when: 'there are only variables', before: '@a = 1\n¦\n### \nGET x' },
  { when: 'the cursor is on the delimiter of such a block', before: '###¦\n@a = 1\n###\nGET x' },
  { when: 'the cursor is below the last delimiter', before: 'GET x\n###\n¦\n' },
  { when: 'the cursor is on the last delimiter', before: 'GET x\n###¦\n' },
  { when: 'there is only a script', before: '{{\n¦a = 1\n}}\n###\nGET x' },
  { when: 'there is only a response', before: 'HTTP/1.1 200 OK\n¦A: 1\n\n{}\n###\nGET x' },
];

describe('Inserting an authorization header', () => {
  for (const each of insertions) {
    it(`adds it where ${each.when}`, () => {
      check(each);
    });
  }
  for (const each of replacements) {
    it(`leaves one header where ${each.when}`, () => {
      check(each);
    });
  }
  for (const each of withoutRequest) {
    it(`says that there is no request where ${each.when}`, () => {
      check(each);
    });
  }

  it('changes no more than the value', () => {
    assert.deepEqual(authorizationEdit('GET x\nauthorization:  a \n', 0, 'b'), {
      kind: 'edited',
      edits: [
        {
          range: { start: { line: 1, character: 16 }, end: { line: 1, character: 17 } },
          newText: 'b',
        },
      ],
    });
  });
});

describe('Inserting authorization headers at several cursors', () => {
  const text =
    '@a = 1\n### b\nGET b\nA: 1\n\n### c\nGET c\nAuthorization: c\n\n### d\ncurl d\n### e\n';

  it('edits each request once, in document order', () => {
    const { edits, requests } = authorizationEdits(text, [10, 3, 7, 2, 5], bearer);
    assert.equal(requests, 3);
    const { text: expected } = textAndCursor(
      '@a = 1\n### b\nGET b\nA: 1\n<auth>\n\n### c\nGET c\n<auth>\n\n### d\ncurl d -H "<auth>"\n### e\n',
    );
    assert.equal(applyEdits(text, edits), expected);
  });

  it('does nothing on lines that have no request', () => {
    assert.deepEqual(authorizationEdits(text, [0, 11, 12, 0], bearer), { edits: [], requests: 0 });
  });

  it('counts a request that is right already', () => {
    const { text: right, line } = textAndCursor('GET x\n<auth>¦\n');
    assert.deepEqual(authorizationEdits(right, [line], bearer), { edits: [], requests: 1 });
  });

  it('does nothing without cursors', () => {
    assert.deepEqual(authorizationEdits(text, [], bearer), { edits: [], requests: 0 });
  });
});

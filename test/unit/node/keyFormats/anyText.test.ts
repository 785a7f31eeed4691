import assert from 'node:assert/strict';
import fc from 'fast-check';
import { processorStopwatch } from '../../fakes/processorTime.ts';
import { readKeyText } from '../../../../src/node/keyFormats/readKeyText.ts';
import { notTakenText, oddityTexts } from '../../../../src/vscode/keys/pairTexts.ts';
import { english } from '../../life/english.ts';
import { corpus } from './corpus.ts';
import { holdsKey, withKeys } from './madeKeys.ts';

const fileNames = [
  undefined,
  ...[
    '.env',
    'a.json',
    'a.yaml',
    'a.toml',
    'a.ini',
    'a.py',
    'a.txt',
    'a.md',
    'a.properties',
    'a.xml',
    'x',
  ],
];
const fileName = fc.constantFrom(...fileNames);

/** Texts that have what the forms are made of, in any order. */
const pieces = fc.array(
  fc.constantFrom(
    ...[
      'appkey',
      'SECRET_KEY',
      'kiwoom',
      'mock',
      '{A}',
      '{S}',
      '=',
      ':',
      '"',
      "'",
      '\n',
      '  ',
      '[',
      ']',
    ],
    ...[
      '{',
      '}',
      ',',
      '#',
      '- ',
      '&a ',
      '*a',
      '<<: ',
      '|',
      '>-',
      '---\n',
      '<key>',
      '<a name="appkey">',
      '<b ',
      '/>',
      '</a>',
      '.setAppKey(',
      'class ',
      '\\',
      '\0',
      '“',
      '실전',
    ],
  ),
  { maxLength: 60 },
);
const text = fc.oneof(
  pieces.map((all) => withKeys(all.join(''))),
  fc.string({ unit: 'binary', maxLength: 300 }).map((any) => `secret ${any}`),
  fc.tuple(fc.constantFrom(...corpus), fc.nat(400), fc.nat(40)).map(([kept, from, length]) => {
    const whole = withKeys(kept.text);
    return whole.slice(0, from) + whole.slice(from + length);
  }),
);

describe('Any text that keys are looked for in', () => {
  it('is read without a failure, the same each time, and shows no key', async () => {
    await fc.assert(
      fc.asyncProperty(text, fileName, async (any, name) => {
        const found = await readKeyText(any, name);
        assert.deepEqual(JSON.stringify(await readKeyText(any, name)), JSON.stringify(found));
        const told = [
          JSON.stringify(found),
          notTakenText(found.notTaken, english),
          ...found.pairs.flatMap((pair) => oddityTexts(pair, english)),
        ];
        for (const each of told) assert.ok(!holdsKey(each), each);
      }),
      { numRuns: 1500 },
    );
  });

  const size = 60_000;
  const repeated = (piece: string): string => piece.repeat(size / piece.length);
  const aliases = Array.from(
    { length: 60 },
    (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}]`,
  );
  for (const [name, content] of [
    ['brackets.yaml', repeated('[')],
    ['lists.yaml', repeated('- ')],
    ['keys.yaml', repeated('? ')],
    ['escapes.yaml', `"${repeated('\\x')}`],
    ['aliases.yaml', `a0: &a0 [x]\n${aliases.join('\n')}`],
    ['brackets.json', repeated('[')],
    ['brackets.toml', `a = ${repeated('[')}`],
    ['tables.toml', repeated('[a.b.c]\n')],
    ['names.env', repeated('APP_KEY')],
    ['objects.py', repeated('"a": {\n')],
    ['words.txt', repeated('a b: ')],
    ['quotes.txt', repeated('“')],
    ['line.ini', repeated('a')],
  ] as const) {
    it(`takes little time, as in ${name}`, async () => {
      const taken = processorStopwatch();
      await readKeyText(`secret = 1\n${content}`, name);
      assert.ok(taken() < 12_000);
    });
  }
});

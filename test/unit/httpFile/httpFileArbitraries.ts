import fc from 'fast-check';
import { corpus } from './corpus/corpus.ts';
import { shapes } from './shapes/shapes.ts';

const delimiters = ['', '###', '### title', '  ###', '@a = 1', '# note', '{{', '}}', '< {%', '%}'];

const openings = [
  'GET https://example.com/a',
  '  POST https://example.com/a HTTP/1.1',
  'https://example.com/a',
  'WS wss://example.com/a',
  'curl https://example.com/a',
  "  curl -X POST 'https://example.com/a' \\",
];

/** What may stand in the head of a message or in a cURL command, for better or worse. */
const headLines = [
  'A: 1',
  '?a=1',
  '  &b=2 HTTP/1.1',
  'Authorization: Basic x',
  'Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}',
  'authorization:',
  '  AUTHORIZATION :\tx ',
  'Authorization',
  '  Authorization',
  '# Authorization: x',
  '// -H "Authorization: x" \\',
  '  folded',
  '\t{{folded}}',
  "  -H 'Authorization: x' \\",
  '  -H authorization:x',
  '  --header="Authorization: \\"x\\"" \\',
  "  -k -sH $'authorization: y' -H 'Authorization: z\\",
  "  -u a:b' -d '{",
  '\\',
  '"',
];

const texts = [...shapes, ...corpus].map(({ text }) => text);
/** Those of a usual length: what is huge has tests of its own. */
const linesOfShapes = [...new Set(texts.flatMap((text) => text.split(/\r\n|\r|\n/)))].filter(
  ({ length }) => length < 200,
);

const anyLine = fc.oneof(
  fc.constantFrom(...linesOfShapes, ...delimiters, ...openings, ...headLines),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

function someOf<T>(item: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> {
  return fc.array(item, { maxLength, size: 'max' });
}

const linesOfBlock = fc
  .tuple(
    someOf(fc.constantFrom(...delimiters), 3),
    fc.constantFrom(...openings),
    someOf(fc.constantFrom(...headLines), 6),
    someOf(anyLine, 4),
  )
  .map(([above, opening, head, below]) => [...above, opening, ...head, ...below]);

const linesOfFile = fc.oneof(
  { weight: 3, arbitrary: someOf(linesOfBlock, 4).map((blocks) => blocks.flat()) },
  { weight: 1, arbitrary: someOf(anyLine, 20) },
);

/** Requests with much that may go wrong, lines in any order, and now and then anything at all. */
export const httpText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(linesOfFile, fc.constantFrom('\n', '\r\n'))
      .map(([lines, eol]) => lines.join(eol)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

/** A text and one of its lines. */
export const httpTextAndLine: fc.Arbitrary<{ text: string; line: number }> = httpText.chain(
  (text) =>
    fc.record({
      text: fc.constant(text),
      line: fc.nat({ max: text.split(/\r\n|\r|\n/).length - 1 }),
    }),
);

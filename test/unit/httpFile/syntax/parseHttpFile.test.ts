import assert from 'node:assert/strict';
import type { HttpFile, LineKind } from '../../../../src/httpFile/syntax/httpFile.ts';
import { parseHttpFile } from '../../../../src/httpFile/syntax/parseHttpFile.ts';
import type { Span } from '../../../../src/httpFile/syntax/textRange.ts';
import { corpus, expectations } from '../corpus/corpus.ts';
import { shapes } from '../shapes/shapes.ts';
import { summaryOf } from './summary.ts';

function linesOfKind(file: HttpFile, kind: LineKind): string[] {
  return file.lines.filter((_, line) => file.lineKinds[line] === kind);
}

function sourceOf(file: HttpFile, { range: { start, end } }: Span): string | undefined {
  assert.equal(start.line, end.line);
  return file.lines[start.line]?.slice(start.character, end.character);
}

describe('Reading a .http file', () => {
  for (const { shape, text, requests } of shapes) {
    it(`understands ${shape}`, () => {
      assert.deepEqual(parseHttpFile(text).requests.map(summaryOf), requests);
    });

    it(`understands ${shape}, with Windows line ends`, () => {
      const onWindows = parseHttpFile(text.replaceAll('\n', '\r\n'));
      assert.deepEqual(onWindows.requests.map(summaryOf), requests);
    });
  }

  it('has an expectation for each file of the corpus', () => {
    assert.ok(corpus.length >= 60);
    assert.deepEqual(corpus.map(({ name }) => name).sort(), Object.keys(expectations).sort());
  });

  for (const { name, text } of corpus) {
    it(`understands the file ${name}`, () => {
      assert.deepEqual(parseHttpFile(text).requests.map(summaryOf), expectations[name]);
    });
  }

  it('says where every part of a message stands', () => {
    const file = parseHttpFile(
      ' POST  https://example.com/a  HTTP/1.1\n\t?b=1\n  Accept :  */*  \nEmpty:\n',
    );
    const [block] = file.requests;
    assert.ok(block?.request.kind === 'http');
    const { method, urlParts, version, headers } = block.request;
    const spans = [method, ...urlParts, version, ...headers.flatMap((h) => [h.name, h.value])];
    for (const span of spans) {
      assert.ok(span);
      assert.equal(sourceOf(file, span), span.text);
    }
    assert.deepEqual(
      headers.map(({ value }) => value.range.start),
      [
        { line: 2, character: 12 },
        { line: 3, character: 6 },
      ],
    );
  });

  it('says where headers of a cURL command stand, however they are quoted', () => {
    const file = parseHttpFile(
      `curl x -H 'A: 1' -H "B:2" -H C:3 -HD:4 --header='E: 5' --header= -H F`,
    );
    const [block] = file.requests;
    assert.ok(block);
    const { headers } = block.request;
    assert.deepEqual(
      headers.map(({ name, value }) => `${name.text}=${value.text}`),
      ['A=1', 'B=2', 'C=3', 'D=4', 'E=5', 'F='],
    );
    for (const { name, value } of headers) {
      assert.equal(sourceOf(file, name), name.text);
      assert.equal(sourceOf(file, value), value.text);
    }
  });

  it('spans a folded value from its first line to its last', () => {
    const [block] = parseHttpFile('GET x\nA: 1\n   22\n').requests;
    assert.deepEqual(block?.request.headers[0]?.value.range, {
      start: { line: 1, character: 3 },
      end: { line: 2, character: 5 },
    });
  });

  it('finds the URL of a cURL command among its options', () => {
    const urls = [
      'curl https://example.com/a',
      'curl --compressed --max-time 5 https://example.com/a',
      'curl --unknown-option 1 https://example.com/a',
      "curl -X 'POST' \\\n  'https://example.com/a' \\\n  -d ''",
      'curl -d https://example.com/body --url https://example.com/a',
      'CURL.EXE -kLs https://example.com/a -o out.json',
    ].map((text) => parseHttpFile(text).requests[0]?.request.url);
    assert.deepEqual(new Set(urls), new Set(['https://example.com/a']));
    assert.equal(parseHttpFile('curl').requests[0]?.request.url, '');
  });

  it('keeps the data of a cURL command', () => {
    const [block] = parseHttpFile(`curl x -d 'a=1' --data-raw "b\n=2" --json`).requests;
    assert.ok(block?.request.kind === 'curl');
    assert.deepEqual(
      block.request.data.map(({ text }) => text),
      ['a=1', 'b\n=2'],
    );
  });

  it('does not take a host that begins with curl for the command', () => {
    assert.equal(parseHttpFile('curly.example.com/a').requests[0]?.request.kind, 'http');
  });

  it('tells the kinds of lines apart', () => {
    const file = parseHttpFile(
      [
        '### title',
        '@a = 1',
        '# note',
        '{{',
        'script()',
        '}}',
        'GET https://example.com',
        '?a=1',
        'A: 1',
        '',
        'text',
        '@b = 2',
        '?? status == 200',
        '> {% test %}',
        'HTTP/1.1 200 OK',
        'B: 2',
        '###',
        'curl x \\',
        '# -v \\',
        '  -k',
      ].join('\n'),
    );
    assert.deepEqual(linesOfKind(file, 'delimiter'), ['### title', '###']);
    assert.deepEqual(linesOfKind(file, 'variable'), ['@a = 1', '@b = 2']);
    assert.deepEqual(linesOfKind(file, 'comment'), ['# note', '# -v \\']);
    assert.deepEqual(linesOfKind(file, 'script'), ['{{', 'script()', '}}']);
    assert.deepEqual(linesOfKind(file, 'request-line'), ['GET https://example.com']);
    assert.deepEqual(linesOfKind(file, 'url'), ['?a=1']);
    assert.deepEqual(linesOfKind(file, 'header'), ['A: 1']);
    assert.deepEqual(linesOfKind(file, 'blank'), ['']);
    assert.deepEqual(linesOfKind(file, 'body'), ['text']);
    assert.deepEqual(linesOfKind(file, 'handler'), ['?? status == 200', '> {% test %}']);
    assert.deepEqual(linesOfKind(file, 'response'), ['HTTP/1.1 200 OK', 'B: 2']);
    assert.deepEqual(linesOfKind(file, 'curl'), ['curl x \\', '  -k']);
  });

  it('reads file variables wherever they stand', () => {
    const file = parseHttpFile('@a=1\n @긴이름 = 값 2 \n@lazy := {{a}}\nGET x\n\n@b =\n###\n@c=3');
    assert.deepEqual(
      file.variables.map(({ name, value }) => [name.text, value.text, name.range.start.line]),
      [
        ['a', '1', 0],
        ['긴이름', '값 2', 1],
        ['lazy', '{{a}}', 2],
        ['b', '', 5],
        ['c', '3', 7],
      ],
    );
    for (const { name, value } of file.variables) {
      assert.equal(sourceOf(file, name), name.text);
      assert.equal(sourceOf(file, value), value.text);
    }
  });

  it('knows the line end of the file', () => {
    assert.equal(parseHttpFile('a\r\nb\n').eol, '\r\n');
    assert.equal(parseHttpFile('a\nb\r\n').eol, '\n');
    assert.equal(parseHttpFile('a').eol, '\n');
  });

  it('reads 5,000 requests and very long lines', () => {
    const request = '### r\nPOST https://example.com\nA: 1\nB: 2\nC: 3\n\n{\n  "a": 1\n}\n\n';
    const file = parseHttpFile(request.repeat(5000));
    assert.equal(file.lines.length, 50_001);
    assert.equal(file.requests.length, 5000);

    const size = 200_000;
    for (const line of ['a', ' ', '{{a}}', '{{', ' HTTP/', '"a" ', 'a:']) {
      const long = line.repeat(Math.floor(size / line.length));
      for (const before of ['', 'GET x\n', 'GET x\nA: 1\n', 'GET x\n\n', 'curl x ']) {
        assert.ok(parseHttpFile(before + long).lines.length <= 3);
      }
    }
  });

  it('reads openings of scripts that are never closed', () => {
    for (const opening of ['{{', '< {%', '> {%', '/*', 'curl "']) {
      const lines = `GET x\n\n${`${opening}\n`.repeat(25_000)}`;
      assert.equal(parseHttpFile(lines).requests.length, 1);
      assert.equal(parseHttpFile(lines.slice('GET x\n\n'.length)).lines.length, 25_001);
    }
  });
});

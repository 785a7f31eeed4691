import assert from 'node:assert/strict';
import { noRedirectEdits } from '../../../../src/httpFile/edit/noRedirectEdit.ts';
import { applyEdits } from '../applyEdits.ts';

const marked = (text: string, ...lines: number[]): string =>
  applyEdits(text, noRedirectEdits(text, lines));

describe('A request that must not go on to where a server redirects', () => {
  it('says so above its first line, below what is said there already', () => {
    assert.equal(
      marked('### Deposit\n# @name deposit\nPOST https://a.test/x\nx: y\n\n{}\n', 3),
      '### Deposit\n# @name deposit\n# @no-redirect\nPOST https://a.test/x\nx: y\n\n{}\n',
    );
    assert.equal(
      marked('curl https://a.test -d "{}"', 0),
      '# @no-redirect\ncurl https://a.test -d "{}"',
    );
    assert.equal(marked('GET https://a.test\r\n', 0), '# @no-redirect\r\nGET https://a.test\r\n');
  });

  it('says it once, however it is written and however many cursors are in it', () => {
    for (const line of [
      '# @no-redirect',
      '// @no-redirect',
      '  //  @no-redirect ',
      '#\t@no-redirect',
    ]) {
      const text = `${line}\nGET https://a.test\nx: y\n`;
      assert.deepEqual(noRedirectEdits(text, [0, 1, 2]), [], line);
    }
    assert.equal(
      marked('GET https://a.test\nx: y\n', 0, 1),
      '# @no-redirect\nGET https://a.test\nx: y\n',
    );
  });

  it('does not take the word of another request, of a title or of a spelling that one client does not read', () => {
    const others = [
      '# @no-redirect\nGET https://b.test\n\n###\n',
      '### @no-redirect, please\n',
      '# @noRedirect\n',
      '# @no-redirects\n',
      '## @no-redirect\n',
      '#@no-redirect\n',
      '//@no-redirect\n',
      '/// @no-redirect\n',
      '/*\n# @no-redirect\n*/\n',
    ];
    for (const above of others) {
      const text = `${above}GET https://a.test\n`;
      const line = text.split('\n').length - 2;
      assert.equal(marked(text, line), `${above}# @no-redirect\nGET https://a.test\n`);
    }
  });

  it('says nothing where nothing redirects, and where there is no request', () => {
    for (const text of ['WS wss://a.test\n', 'GRPC a.test/x\n', '# nothing\n']) {
      assert.deepEqual(noRedirectEdits(text, [0]), [], text);
    }
  });

  it('is set apart from a request right above, whose word it would be', () => {
    assert.equal(
      marked('GET https://a.test\n\n# @no-redirect\nPOST https://b.test\n', 3),
      'GET https://a.test\n\n# @no-redirect\n###\n# @no-redirect\nPOST https://b.test\n',
    );
  });

  it('is one of several', () => {
    const text = 'GET https://a.test\n\n###\nGET https://b.test\n';
    assert.equal(
      marked(text, 3, 0),
      '# @no-redirect\nGET https://a.test\n\n###\n# @no-redirect\nGET https://b.test\n',
    );
  });
});

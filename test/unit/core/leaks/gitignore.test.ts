import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasIgnoreLine, ignoreAddition, ignoreLine } from '../../../../src/core/leaks/gitignore.ts';

/** What Git itself makes of a `.gitignore`. */
function isIgnored(gitignore: string, file: string): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'kiwoom-ignore-'));
  const git = (...args: string[]): void => {
    execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  };
  try {
    git('init', '--quiet');
    writeFileSync(path.join(folder, '.gitignore'), gitignore);
    git('check-ignore', '--quiet', '--no-index', '--', file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('A line of a .gitignore', () => {
  for (const [file, other] of [
    ['.env', 'sub/.env'],
    ['src/keys.py', 'keys.py'],
    ['#notes.http', 'notes.http'],
    ['!important.ts', 'important.ts'],
    ['a*b?.json', 'axbx.json'],
    ['[ab].ts', 'a.ts'],
    ['back\\slash.ts', 'backslash.ts'],
    ['ends with blanks  ', 'ends with blanks'],
    ['시세 조회.http', '시세.http'],
  ] as const) {
    it(`names “${file}” and nothing else`, () => {
      const gitignore = ignoreAddition('', ignoreLine(file) ?? '');
      assert.ok(isIgnored(gitignore, file));
      assert.ok(!isIgnored(gitignore, other));
    });
  }

  it('cannot hold a line break', () => {
    assert.equal(ignoreLine('a\n*'), undefined);
  });

  it('comes on a line of its own, in the line ends of the file', () => {
    assert.equal(ignoreAddition('dist', '/.env'), '\n/.env\n');
    assert.equal(ignoreAddition('dist\r\n', '/.env'), '/.env\r\n');
    assert.equal(ignoreAddition('a\r\nb', '/.env'), '\r\n/.env\r\n');
  });

  it('is found again', () => {
    assert.ok(hasIgnoreLine('dist\r\n/.env\r\n', '/.env'));
    assert.ok(!hasIgnoreLine('/.env.local\n', '/.env'));
  });
});

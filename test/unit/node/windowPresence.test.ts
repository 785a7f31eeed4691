import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WindowPresence } from '../../../src/node/windowPresence.ts';

describe('The presence of windows', () => {
  let folder: string;
  const alive = new Set<number>();
  const window = (pid: number): WindowPresence => {
    alive.add(pid);
    return new WindowPresence(path.join(folder, 'windows'), pid, (each) => alive.has(each));
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kiwoom-windows-'));
    alive.clear();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('tells the last one from the others', () => {
    const [one, two] = [window(1), window(2)];
    one.enter();
    assert.equal(one.alone(), true);
    two.enter();
    assert.equal(one.alone(), false);
    two.leave();
    assert.equal(one.alone(), true);
  });

  it('does not count a window that was killed', () => {
    const [one, two] = [window(1), window(2)];
    one.enter();
    two.enter();
    alive.delete(2);
    assert.equal(one.alone(), true);
    // Another process may come to have its number.
    alive.add(2);
    assert.equal(one.alone(), true);
  });

  it('does not count files that are none of a window', () => {
    const one = window(1);
    one.enter();
    writeFileSync(path.join(folder, 'windows', '.DS_Store'), '');
    assert.equal(one.alone(), true);
  });

  it('knows processes of this machine', () => {
    const mine = new WindowPresence(path.join(folder, 'windows'), 1_000_000_000);
    const living = new WindowPresence(path.join(folder, 'windows'), process.pid);
    mine.enter();
    living.enter();
    assert.equal(mine.alone(), false);
    assert.equal(living.alone(), true);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Progress, timeLeft } from '../progress.ts';

describe('The progress of a long run', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'progress-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('names the step and its number', () => {
    const progress = new Progress(path.join(folder, 'never.json'), ['types', 'lint']);
    assert.equal(progress.begin('lint'), '2 of 2: lint');
  });

  it('tells the time that is left once every step was timed', () => {
    const file = path.join(folder, 'durations.json');
    const first = new Progress(file, ['types', 'lint']);
    for (const step of ['types', 'lint']) {
      first.begin(step);
      first.end(step);
    }
    const text = new Progress(file, ['types', 'lint']).begin('types');
    assert.match(text, /^1 of 2: types, about \d s left$/);
  });

  it('counts the steps that are to come, in minutes if they are long', () => {
    const last = { types: 20, unit: 100 };
    assert.equal(timeLeft(['types'], last), 'about 20 s');
    assert.equal(timeLeft(['types', 'unit'], last), 'about 2 min');
    assert.equal(timeLeft(['types', 'e2e'], last), undefined);
  });
});

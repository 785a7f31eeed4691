import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  lutimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { replaceFile } from '../../../src/node/replaceFile.ts';
import { restClientHistoryFile, rewriteHistory } from '../../../src/node/restClientHistory.ts';
import { rewriteFile } from '../../../src/node/rewriteFile.ts';
import { makeTemporaryFolder } from '../../host/temporaryFolder.ts';

const windows = process.platform === 'win32';

describe('A file of another program', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = makeTemporaryFolder('rewrite');
    file = path.join(folder, 'file.json');
    writeFileSync(file, '\uFEFF["old", "가"]\r\n');
  });

  const toNew = (text: string): string => text.replace('old', 'new');

  it('is changed where asked, and otherwise byte for byte as before', async () => {
    assert.equal(await rewriteFile(file, toNew), 'rewritten');
    assert.equal(readFileSync(file, 'utf8'), '\uFEFF["new", "가"]\r\n');
    assert.deepEqual(readdirSync(folder), ['file.json']);
  });

  it('is left alone if it is a pipe, which would never end', async () => {
    if (windows) return;
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    assert.equal(await rewriteFile(pipe, toNew), 'refused');
  });

  it('keeps its permissions', async () => {
    if (windows) return;
    for (const mode of [0o600, 0o640, 0o666]) {
      writeFileSync(file, 'old');
      chmodSync(file, mode);
      assert.equal(await rewriteFile(file, toNew), 'rewritten');
      assert.equal(statSync(file).mode & 0o777, mode);
    }
  });

  it('is not touched when there is nothing to change', async () => {
    const { ino, mtimeMs } = statSync(file);
    assert.equal(await rewriteFile(file, (text) => text), 'unchanged');
    assert.equal(await rewriteFile(file, () => undefined), 'unchanged');
    assert.deepEqual([statSync(file).ino, statSync(file).mtimeMs], [ino, mtimeMs]);
  });

  it('is not made where there is none', async () => {
    assert.equal(await rewriteFile(path.join(folder, 'none'), () => 'x'), 'missing');
    assert.equal(await rewriteFile(path.join(folder, 'no', 'folder'), () => 'x'), 'missing');
    assert.deepEqual(readdirSync(folder), ['file.json']);
  });

  it('is left alone when it may not be written', async () => {
    chmodSync(file, 0o400);
    assert.equal(await rewriteFile(file, toNew), 'refused');
    assert.match(readFileSync(file, 'utf8'), /old/);
    assert.deepEqual(readdirSync(folder), ['file.json']);
  });

  it('is left alone when it is no text', async () => {
    const bytes = Buffer.from([0x5b, 0xff, 0xfe, 0x5d]);
    writeFileSync(file, bytes);
    assert.equal(await rewriteFile(file, () => 'x'), 'refused');
    assert.deepEqual(readFileSync(file), bytes);
  });

  it('is left alone when it is a folder', async () => {
    assert.equal(await rewriteFile(folder, () => 'x'), 'refused');
  });

  it('is read again when its owner wrote it at the same moment', async () => {
    let reads = 0;
    const outcome = await rewriteFile(file, (text) => {
      reads += 1;
      if (reads === 1) writeFileSync(file, 'old by its owner');
      return toNew(text);
    });
    assert.equal(outcome, 'rewritten');
    assert.equal(readFileSync(file, 'utf8'), 'new by its owner');
  });

  it('is left to its owner when that one does not stop writing', async () => {
    let writes = 0;
    const outcome = await rewriteFile(file, (text) => {
      writeFileSync(file, `old ${++writes}`);
      return toNew(text);
    });
    assert.equal(outcome, 'busy');
    assert.equal(readFileSync(file, 'utf8'), `old ${writes}`);
    assert.deepEqual(readdirSync(folder), ['file.json']);
  });

  it('is freed of what a killed process left beside it, and of nothing else', async () => {
    const longAgo = new Date('2020-01-01');
    const beside = (name: string): string => path.join(folder, name);
    const id = '01234567-89ab-cdef-0123-456789abcdef';
    const kept = [
      `file.json.${id}.tmp`,
      'file.json.backup.kiwoom.tmp',
      `other.json.${id}.kiwoom.tmp`,
      `file.json.${id}.kiwoom.tmp.old`,
    ];
    let written: string[] = [];
    await replaceFile(file, 'unused', 0o600, () => {
      written = readdirSync(folder);
      return Promise.resolve(false);
    });
    // As if the process had ended there.
    const leftover = written.find((name) => name !== 'file.json') ?? '';
    for (const name of [...kept, leftover]) {
      writeFileSync(beside(name), 'a token');
      utimesSync(beside(name), longAgo, longAgo);
    }
    const inWork = `file.json.${id.replace('0', 'f')}.kiwoom.tmp`;
    writeFileSync(beside(inWork), 'of another window, at this moment');
    const names = ['file.json', inWork, ...kept];
    if (!windows) {
      const link = `file.json.${id.replace('0', 'a')}.kiwoom.tmp`;
      symlinkSync(beside('file.json'), beside(link));
      lutimesSync(beside(link), longAgo, longAgo);
      names.push(link);
    }
    assert.equal(await rewriteFile(file, () => undefined), 'unchanged');
    assert.deepEqual(readdirSync(folder).sort(), names.sort());
    assert.match(readFileSync(file, 'utf8'), /old/);
  });

  it('may be a link, and stays one', async () => {
    if (windows) return;
    const link = path.join(folder, 'link.json');
    symlinkSync(file, link);
    assert.equal(await rewriteFile(link, toNew), 'rewritten');
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.match(readFileSync(file, 'utf8'), /new/);
  });
});

describe("REST Client's history", () => {
  it('lies in the home folder, or in the cache folder where REST Client has none at home', () => {
    const home = makeTemporaryFolder('home');
    const cache = { XDG_CACHE_HOME: path.join(home, 'cache') };
    const atHome = path.join(home, '.rest-client', 'history.json');
    assert.equal(restClientHistoryFile(home, {}), atHome);
    assert.equal(
      restClientHistoryFile(home, cache),
      path.join(home, 'cache', 'rest-client', 'history.json'),
    );
    mkdirSync(path.dirname(atHome));
    assert.equal(restClientHistoryFile(home, cache), atHome);
  });

  it('is left alone when it is no list of requests', async () => {
    const file = path.join(makeTemporaryFolder('home'), 'history.json');
    for (const text of ['', '{}', 'null', '[{"url":"https://api', '[1] trailing']) {
      writeFileSync(file, text);
      const outcome = await rewriteHistory(file, () => 'x');
      // As REST Client makes it, before there is a request.
      assert.equal(outcome, text === '' ? 'unchanged' : 'refused', text);
      assert.equal(readFileSync(file, 'utf8'), text);
    }
    writeFileSync(file, '[{"url":"old"}]');
    assert.equal(await rewriteHistory(file, () => '[]'), 'rewritten');
  });
});

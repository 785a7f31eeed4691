import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Secret } from '../../../src/core/base/secret.ts';
import { TimeLimitError } from '../../../src/core/time/timeLimit.ts';
import { SealedTokenStore } from '../../../src/node/sealedTokenStore.ts';

const id = 'mock-0123456789abcdef';
const keys = { appkey: new Secret('canary-app'), secretkey: new Secret('canary-secret') };
const token = {
  value: new Secret('canary-token'),
  expiresAt: 2,
  receivedAt: 1,
  clockAheadMs: 0,
  host: 'https://server.test',
};

describe('The sealed token store', () => {
  let folder: string;
  let enabled = true;
  let store: SealedTokenStore;
  const file = (): string => path.join(folder, 'tokens', `${id}.json`);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-tokens-'));
    enabled = true;
    store = new SealedTokenStore(path.join(folder, 'tokens'), () => enabled);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives back what was written', async () => {
    assert.equal(await store.write(id, keys, token, false), true);
    assert.deepEqual(await store.read(id, keys), { kind: 'token', token, dead: false });
  });

  it('holds nothing readable, in files of its owner only', async () => {
    await store.write(id, keys, token, false);
    assert.doesNotMatch(await readFile(file(), 'utf8'), /canary|server\.test/);
    if (process.platform !== 'win32') {
      assert.equal((await stat(file())).mode & 0o777, 0o600);
      assert.equal((await stat(path.dirname(file()))).mode & 0o777, 0o700);
    }
  });

  it('leaves no temporary files behind', async () => {
    await store.write(id, keys, token, false);
    await store.write(id, keys, token, false);
    assert.deepEqual(await readdir(path.dirname(file())), [`${id}.json`]);
  });

  it('never seals two tokens alike', async () => {
    await store.write(id, keys, token, false);
    const first = await readFile(file(), 'utf8');
    await store.write(id, keys, token, false);
    assert.notEqual(await readFile(file(), 'utf8'), first);
  });

  it('does not wait for ever for a disk that is away', async () => {
    const away = (): Promise<never> => Promise.reject(new TimeLimitError());
    const slow = new SealedTokenStore(path.join(folder, 'tokens'), () => true, away);
    assert.deepEqual(await slow.read(id, keys), { kind: 'unreadable' });
    await assert.rejects(slow.write(id, keys, token, false), { code: 'ETIMEDOUT' });
    await assert.rejects(slow.remove(id), { code: 'ETIMEDOUT' });
  });

  it('knows nothing of a profile without a token', async () => {
    assert.deepEqual(await store.read(id, keys), { kind: 'absent' });
    await store.remove(id);
  });

  it('cannot be read with a replaced secret key', async () => {
    await store.write(id, keys, token, false);
    const replaced = { ...keys, secretkey: new Secret('other') };
    assert.deepEqual(await store.read(id, replaced), { kind: 'unreadable' });
  });

  it('cannot be read under the name of another profile', async () => {
    await store.write(id, keys, token, false);
    const other = 'real-0123456789abcdef';
    await writeFile(path.join(folder, 'tokens', `${other}.json`), await readFile(file()));
    assert.deepEqual(await store.read(other, keys), { kind: 'unreadable' });
  });

  it('calls every cut of a file unreadable', async () => {
    await store.write(id, keys, token, false);
    const whole = await readFile(file());
    for (let length = 0; length < whole.length; length += 7) {
      await writeFile(file(), whole.subarray(0, length));
      assert.deepEqual(await store.read(id, keys), { kind: 'unreadable' });
    }
  });

  it('calls a changed byte anywhere in the sealed part unreadable', async () => {
    await store.write(id, keys, token, false);
    const whole = JSON.parse(await readFile(file(), 'utf8')) as Record<string, string>;
    for (const name of ['salt', 'nonce', 'tag', 'sealed']) {
      const bytes = Buffer.from(whole[name] ?? '', 'base64');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      await writeFile(file(), JSON.stringify({ ...whole, [name]: bytes.toString('base64') }));
      assert.deepEqual(await store.read(id, keys), { kind: 'unreadable' }, name);
    }
  });

  it('does not read what a later version wrote', async () => {
    await store.write(id, keys, token, false);
    const whole = JSON.parse(await readFile(file(), 'utf8')) as object;
    await writeFile(file(), JSON.stringify({ ...whole, version: 2 }));
    assert.deepEqual(await store.read(id, keys), { kind: 'unreadable' });
  });

  it('keeps nothing on disk when the user wants memory only', async () => {
    await store.write(id, keys, token, false);
    enabled = false;
    assert.deepEqual(await store.read(id, keys), { kind: 'absent' });
    assert.equal(await store.write(id, keys, token, false), false);
    assert.deepEqual(await readdir(path.dirname(file())), []);
  });

  it('removes its own files, those of killed processes too, and nobody else’s', async () => {
    await store.write(id, keys, token, false);
    await writeFile(`${file()}.${crypto.randomUUID()}.kiwoom.tmp`, '');
    const others = [`${id}.json.bak`, `my-${id}.json`, 'notes.json'];
    for (const name of others) await writeFile(path.join(store.folder, name), '');
    await store.removeAll();
    assert.deepEqual((await readdir(store.folder)).sort(), others);
  });

  it('is not held up by a pipe or an endless file in the place of a token', async () => {
    if (process.platform === 'win32') return;
    await store.write(id, keys, token, false);
    await rm(file());
    execFileSync('mkfifo', [file()]);
    assert.deepEqual(await store.read(id, keys), { kind: 'unreadable' });
    await rm(file());
    await symlink('/dev/zero', file());
    assert.deepEqual(await store.read(id, keys), { kind: 'unreadable' });
    // A link is replaced, not followed.
    await store.write(id, keys, token, false);
    assert.ok((await lstat(file())).isFile());
  });

  it('does not take a shorter proof than it wrote', async () => {
    await store.write(id, keys, token, false);
    const whole = JSON.parse(await readFile(file(), 'utf8')) as { tag: string };
    const bytes = Buffer.from(whole.tag, 'base64');
    for (const length of [4, 8, 12, 15]) {
      const tag = bytes.subarray(0, length).toString('base64');
      await writeFile(file(), JSON.stringify({ ...whole, tag }));
      assert.deepEqual(await store.read(id, keys), { kind: 'unreadable' }, `${length} bytes`);
    }
  });

  it('says that it could not write, and leaves nothing behind', async () => {
    await mkdir(path.join(file(), 'in the way'), { recursive: true });
    await assert.rejects(store.write(id, keys, token, false));
    assert.deepEqual(await readdir(store.folder), [`${id}.json`]);
  });

  it('does not call absent what only cannot be read', async () => {
    if (process.platform === 'win32') return;
    await mkdir(store.folder);
    await symlink(file(), file());
    assert.deepEqual(await store.read(id, keys), { kind: 'unreadable' });
  });
});

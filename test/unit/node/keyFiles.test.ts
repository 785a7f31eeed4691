import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readKeyFile } from '../../../src/node/keyFiles.ts';
import { profileName } from '../../../src/vscode/shell/formatting.ts';
import { english } from '../life/english.ts';

describe('Reading key files', () => {
  let folder: string;
  const at = (name: string): string => path.join(folder, name);
  const put = (name: string, text: string): Promise<void> => writeFile(at(name), text);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const key = (): string => randomBytes(32).toString('base64url');
  const [appkey, secretkey] = [key(), key()];

  /** The only pair that was found, with its keys in the clear. */
  const pairIn = async (name: string) => {
    const found = await readKeyFile(at(name));
    const [pair] = found.pairs;
    if (pair === undefined) return { ...found, pair: undefined, keys: '' };
    const { keys } = pair;
    return { ...found, pair, keys: `${keys.appkey.reveal()} ${keys.secretkey.reveal()}` };
  };

  for (const chosen of ['12345678_appkey.txt', '12345678_secretkey.txt']) {
    it(`finds the portal's pair from ${chosen}, with the account number as label`, async () => {
      await put('12345678_appkey.txt', `${appkey}\r\n`);
      await put('12345678_secretkey.txt', `\uFEFF${secretkey}`);
      const { keys, pair, keysOnly, files } = await pairIn(chosen);
      assert.equal(keys, `${appkey} ${secretkey}`);
      assert.equal(pair?.label, '12345678');
      assert.deepEqual(pair.names, ['12345678_appkey.txt', '12345678_secretkey.txt']);
      assert.equal(keysOnly, true);
      assert.equal(files.length, 2);
    });
  }

  for (const [appkeyFile, secretkeyFile, label] of [
    ['12345678_APPKEY (1).TXT', '12345678_SECRETKEY (1).TXT', '12345678'],
    ['1234567810_appkey - 복사본.txt', '1234567810_secretkey - 복사본.txt', '1234567810'],
    ['12345678-10_appkey.txt', '12345678-10_secretkey (1).txt', '12345678-10'],
    ['모의_12345678_appkey.txt', '모의_12345678_secretkey.txt', '12345678'],
    ['mine_appkey.txt', 'mine_secretkey.txt', 'mine'],
  ] as const) {
    it(`takes ${appkeyFile} and ${secretkeyFile} for a pair`, async () => {
      await put(appkeyFile, appkey);
      await put(secretkeyFile, secretkey);
      const { keys, pair } = await pairIn(appkeyFile);
      assert.equal(keys, `${appkey} ${secretkey}`);
      assert.equal(pair?.label, label);
      assert.equal(pair.environment, appkeyFile.startsWith('모의') ? 'mock' : undefined);
    });
  }

  it('does not guess between two partners', async () => {
    await put('12345678_appkey.txt', appkey);
    await put('12345678_secretkey (1).txt', secretkey);
    await put('12345678_secretkey (2).txt', secretkey);
    await assert.rejects(readKeyFile(at('12345678_appkey.txt')), {
      code: 'key-file-partner-missing',
    });
  });

  it('reads the line of a portal file that says what it is', async () => {
    await put('1_appkey.txt', `appkey : ${appkey}\n`);
    await put('1_secretkey.txt', `secretkey : ${secretkey}\n`);
    assert.equal((await pairIn('1_appkey.txt')).keys, `${appkey} ${secretkey}`);
  });

  it('reads both keys from one of the two files, if they are there', async () => {
    await put('1_appkey.txt', `appkey : ${appkey}\nsecretkey : ${secretkey}\n`);
    const { keys, keysOnly } = await pairIn('1_appkey.txt');
    assert.equal(keys, `${appkey} ${secretkey}`);
    assert.equal(keysOnly, false);
  });

  it('names the file that is missing', async () => {
    await put('12345678_appkey.txt', appkey);
    await assert.rejects(readKeyFile(at('12345678_appkey.txt')), {
      code: 'key-file-partner-missing',
      details: { subject: '12345678_secretkey.txt' },
    });
  });

  const utf16 = (text: string, bigEndian: boolean): Buffer => {
    const bytes = Buffer.from(text, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };
  const inEncodings = (text: string): Readonly<Record<string, Buffer>> => ({
    'UTF-8': Buffer.from(text),
    'UTF-8 with its mark': Buffer.from(`\uFEFF${text}`),
    'UTF-16 LE, as Notepad writes it': utf16(`\uFEFF${text}`, false),
    'UTF-16 BE': utf16(`\uFEFF${text}`, true),
    'UTF-16 LE without its mark': utf16(text, false),
    'UTF-16 BE without its mark': utf16(text, true),
    // "키움" in EUC-KR
    'EUC-KR': Buffer.concat([Buffer.from([0x23, 0xc5, 0xb0, 0xbf, 0xf2, 0x0a]), Buffer.from(text)]),
  });
  for (const [encoding, bytes] of Object.entries(
    inEncodings(`KIWOOM_APPKEY=${appkey}\r\nKIWOOM_SECRETKEY=${secretkey}`),
  )) {
    it(`reads a .env file in ${encoding}`, async () => {
      await writeFile(at('.env'), bytes);
      assert.equal((await pairIn('.env')).keys, `${appkey} ${secretkey}`);
    });
  }

  it('reads the two files as Notepad saves them', async () => {
    await writeFile(at('1_appkey.txt'), utf16(`\uFEFF${appkey}\r\n`, false));
    await writeFile(at('1_secretkey.txt'), utf16(`\uFEFF${secretkey}`, false));
    assert.equal((await pairIn('1_secretkey.txt')).keys, `${appkey} ${secretkey}`);
  });

  it('says why it takes no pair from the two files', async () => {
    await put('1_appkey.txt', '');
    await put('1_secretkey.txt', secretkey);
    const names = ['1_appkey.txt', '1_secretkey.txt'];
    assert.deepEqual((await pairIn('1_appkey.txt')).notTaken, [{ names, reason: 'empty' }]);
    await put('1_appkey.txt', '앱키를 여기에');
    assert.deepEqual((await pairIn('1_secretkey.txt')).notTaken, [{ names, reason: 'empty' }]);
  });

  it('does not read folders, large files or files that are not there', async () => {
    await put('large.env', 'x'.repeat(65 * 1024));
    for (const file of [folder, at('large.env'), at('missing.env')]) {
      await assert.rejects(readKeyFile(file), { code: 'key-file-unreadable' });
    }
  });

  it('reads nothing that would never end, or never begin', async () => {
    if (process.platform === 'win32') return;
    await put('1_appkey.txt', 'a');
    await symlink('/dev/zero', at('1_secretkey.txt'));
    await assert.rejects(readKeyFile(at('1_secretkey.txt')), { code: 'key-file-unreadable' });
    execFileSync('mkfifo', [at('2_appkey.txt')]);
    await assert.rejects(readKeyFile(at('2_appkey.txt')), { code: 'key-file-unreadable' });
  });

  it('takes the name of a file for nothing but words', async () => {
    const name = 'a\u202E\u0007 b [c](command:d)';
    await put(`${name}_appkey.txt`, appkey);
    await put(`${name}_secretkey.txt`, secretkey);
    const { label = '' } = (await pairIn(`${name}_appkey.txt`)).pair ?? {};
    assert.equal(label, 'a b [c](command:d)');
    const profile = { id: '', environment: 'mock', label, addedAt: 0, formerIds: [] } as const;
    // What notifications would make a link of is no link any more.
    assert.equal(profileName(profile, english), 'Mock a b [c] (command:d)');
  });
});

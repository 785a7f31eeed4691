import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readKeyFile } from '../../../src/node/keyFiles.ts';
import { profileName } from '../../../src/vscode/shell/words.ts';
import { english } from '../life/english.ts';

describe('Reading key files', () => {
  let folder: string;
  const at = (name: string): string => path.join(folder, name);
  const put = (name: string, text: string): Promise<void> => writeFile(at(name), text);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiwoom-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  for (const chosen of ['12345678_appkey.txt', '12345678_secretkey.txt']) {
    it(`finds the portal's pair from ${chosen}, with the account number as label`, async () => {
      await put('12345678_appkey.txt', 'the-app-key\r\n');
      await put('12345678_secretkey.txt', '\uFEFFthe-secret-key');
      const found = await readKeyFile(at(chosen));
      assert.equal(found.keys.appkey.reveal(), 'the-app-key');
      assert.equal(found.keys.secretkey.reveal(), 'the-secret-key');
      assert.equal(found.label, '12345678');
      assert.equal(found.keysOnly, true);
      assert.equal(found.files.length, 2);
    });
  }

  it('finds a pair with another spelling, as a browser saves it the second time', async () => {
    await put('12345678_APPKEY (1).TXT', 'a');
    await put('12345678_SECRETKEY (1).TXT', 's');
    assert.equal((await readKeyFile(at('12345678_APPKEY (1).TXT'))).keys.secretkey.reveal(), 's');
  });

  it('names the file that is missing', async () => {
    await put('12345678_appkey.txt', 'a');
    await assert.rejects(readKeyFile(at('12345678_appkey.txt')), {
      code: 'key-file-partner-missing',
      details: { subject: '12345678_secretkey.txt' },
    });
  });

  for (const [appkey, secretkey] of [
    ['KIWOOM_APP_KEY', 'KIWOOM_APP_SECRET'],
    ['KIWOOM_APPKEY', 'KIWOOM_SECRETKEY'],
    ['APP_KEY', 'APP_SECRET'],
    ['KIWOOM_API_KEY', 'KIWOOM_SECRET'],
  ] as const) {
    it(`reads ${appkey} and ${secretkey} from a .env file`, async () => {
      await put('.env', `# mine\nOTHER=1\nexport ${appkey}="the-app"\n${secretkey} = secret # x\n`);
      const found = await readKeyFile(at('.env'));
      assert.equal(found.keys.appkey.reveal(), 'the-app');
      assert.equal(found.keys.secretkey.reveal(), 'secret');
      assert.equal(found.keysOnly, false);
      assert.equal(found.label, undefined);
    });
  }

  for (const [value, environment] of [
    ['prod', 'real'],
    ['real', 'real'],
    ['PROD', 'real'],
    ['dev', 'mock'],
    ['mock', 'mock'],
    ['staging', undefined],
    ['', undefined],
  ] as const) {
    it(`understands ENV=${value} as ${environment ?? 'nothing that it knows'}`, async () => {
      await put('.env', `ENV=${value}\nKIWOOM_APPKEY=a\nKIWOOM_SECRETKEY=s`);
      assert.equal((await readKeyFile(at('.env'))).environment, environment);
    });
  }

  const secretOfAnotherBroker = 'o'.repeat(180);
  for (const [text, expected] of [
    ['APP_KEY=o\nAPP_SECRET=p\nKIWOOM_APPKEY=a\nKIWOOM_SECRETKEY=s', 'a s undefined'],
    ['APP_KEY=r\nAPP_SECRET=t\nAPP_KEY_MOCK=a\nAPP_SECRET_MOCK=s', 'r t real'],
    ['KIWOOM_ENV=real\nENV=dev\nKIWOOM_APPKEY=a\nKIWOOM_SECRETKEY=s', 'a s real'],
    ['KIWOOM_MOCK_APP_KEY=a\nKIWOOM_MOCK_APP_SECRET=s\nENV=prod', 'a s mock'],
    ['KIWOOM_APPKEY=a\nAPP_SECRET=p', 'none'],
    ['KIWOOM_APPKEY=a\nAPP_KEY=o\nAPP_SECRET=p', 'none'],
    [`APP_KEY=o\nAPP_SECRET=${secretOfAnotherBroker}`, 'none'],
    ['KIS_APP_KEY=o\nKIS_APP_SECRET=p', 'none'],
    ['APP_KEY=your_app_key\nAPP_SECRET=xxxx', 'none'],
  ] as const) {
    it(`takes ${expected} from ${text.slice(0, 80).replaceAll('\n', ' ')}`, async () => {
      await put('.env', text);
      const read = readKeyFile(at('.env'));
      if (expected === 'none') {
        await assert.rejects(read, { code: 'keys-not-found-in-file' });
        return;
      }
      const { keys, environment } = await read;
      const found = [keys.appkey.reveal(), keys.secretkey.reveal(), String(environment)].join(' ');
      assert.equal(found, expected);
    });
  }

  for (const [wanted, expected] of [
    ['mock', 'a s'],
    ['real', 'r t'],
  ] as const) {
    it(`takes the ${wanted} pair where it is the one that is wanted, and no other`, async () => {
      const file = at('.env');
      const both =
        'KIWOOM_APP_KEY=r\nKIWOOM_APP_SECRET=t\nKIWOOM_MOCK_APP_KEY=a\nKIWOOM_MOCK_APP_SECRET=s\n';
      await writeFile(file, both);
      const { keys, environments } = await readKeyFile(file, wanted);
      assert.equal(`${keys.appkey.reveal()} ${keys.secretkey.reveal()}`, expected);
      assert.deepEqual([...(environments ?? [])].sort(), ['mock', 'real']);
      await writeFile(
        file,
        wanted === 'mock'
          ? 'PROD_APP_KEY=r\nPROD_APP_SECRET=t\n'
          : 'MOCK_APP_KEY=a\nMOCK_APP_SECRET=s\n',
      );
      await assert.rejects(readKeyFile(file, wanted), { code: 'keys-not-found-in-file' });
    });
  }

  it('says when a file holds no keys', async () => {
    await put('.env', 'KIWOOM_APPKEY=a');
    await assert.rejects(readKeyFile(at('.env')), { code: 'keys-not-found-in-file' });
    await put('1_appkey.txt', '');
    await put('1_secretkey.txt', 's');
    await assert.rejects(readKeyFile(at('1_appkey.txt')), { code: 'keys-not-found-in-file' });
    await put('1_appkey.txt', 'two words');
    await assert.rejects(readKeyFile(at('1_appkey.txt')), { code: 'keys-not-found-in-file' });
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
    await put(`${name}_appkey.txt`, 'a');
    await put(`${name}_secretkey.txt`, 's');
    const { label = '' } = await readKeyFile(at(`${name}_appkey.txt`));
    assert.equal(label, 'a b [c](command:d)');
    const profile = { id: '', environment: 'mock', label, addedAt: 0, formerIds: [] } as const;
    // What notifications would make a link of is no link any more.
    assert.equal(profileName(profile, english), 'Mock a b [c] (command:d)');
  });
});

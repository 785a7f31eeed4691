import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type PastedKeys, readPasted } from '../../../../src/core/accounts/pastedKeys.ts';
import { processorTimeOf } from '../../fakes/processorTime.ts';

const [appkey, secretkey] = [key(), key()];
const token = randomBytes(64).toString('base64url');

function key(): string {
  return randomBytes(32).toString('base64url');
}

describe('What is pasted for an app key', () => {
  const both: PastedKeys = { kind: 'pair', appkey, secretkey };
  const single: PastedKeys = { kind: 'key', key: appkey };

  for (const [what, text, expected] of [
    ['the key', appkey, single],
    ['the key in quotes', ` "${appkey}"\n`, single],
    ['the key with its name', `appkey: ${appkey}`, single],
    ['the key as a line of a .env file', `KIWOOM_APP_KEY="${appkey}"`, single],
    ['the key with its Korean name', `앱키: ${appkey}`, single],
    ['the secret key with its name', `secretkey=${secretkey}`, { kind: 'other-key' }],
    ['two lines', `${appkey}\r\n${secretkey}\r\n`, both],
    ['two lines that an input box joined', `${appkey} ${secretkey}`, both],
    ['both with their names', `appkey: ${appkey}\nsecretkey: ${secretkey}`, both],
    ['both the other way round', `App Secret: ${secretkey} App Key: ${appkey}`, both],
    ['both as Korean lines', `앱키 ${appkey} 시크릿키 ${secretkey}`, both],
    ['JSON', JSON.stringify({ appkey, secretkey }), both],
    ['JSON of a request', JSON.stringify({ grant_type: 'x', appkey, secretkey }, null, 2), both],
    ['a .env file', `APP_KEY_MOCK='${appkey}' APP_SECRET_MOCK='${secretkey}'`, both],
    ['a token', token, { kind: 'token', sure: false }],
    ['a token with its scheme', `Bearer ${token}`, { kind: 'token', sure: true }],
    ['a header', `Authorization: bearer ${token}`, { kind: 'token', sure: true }],
    ['nothing', '  ', { kind: 'key', key: '' }],
  ] as const) {
    it(`is recognised: ${what}`, () => {
      assert.deepEqual(readPasted(text, 'appkey'), expected);
    });
  }

  it('is left as it is where it names several app keys, as nobody knows which is meant', () => {
    const text = `app_key=${key()} app_secret=${key()} app_key_mock=${key()} app_secret_mock=${key()}`;
    assert.deepEqual(readPasted(text, 'appkey'), { kind: 'key', key: text });
  });

  it('is read in a moment, whatever it is', () => {
    for (const text of ['appkey ', '앱 ', 'app_', ': ', 'a'].map((part) => part.repeat(200_000))) {
      assert.ok(processorTimeOf(() => readPasted(text, 'appkey')) < 2_000);
    }
  });
});

describe('What is pasted for a secret key', () => {
  it('may be the pair as well', () => {
    const pair = { kind: 'pair', appkey, secretkey };
    assert.deepEqual(readPasted(`${appkey} ${secretkey}`, 'secretkey'), pair);
  });

  it('is not the app key where the text says so', () => {
    assert.deepEqual(readPasted(`appkey: ${appkey}`, 'secretkey'), { kind: 'other-key' });
  });
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { findKeyPairs, type KeyFindings } from '../../../../src/core/accounts/keyPairs.ts';
import { keyShape } from '../../../../src/core/accounts/keyShape.ts';

const key = (): string => randomBytes(32).toString('base64url');

/** Keys made for this run, by the letters that stand for them in the tables. */
const made: Readonly<Record<string, string>> = {
  A: key(),
  S: key(),
  R: key(),
  T: key(),
  /** As another broker hands them out. */
  K: randomBytes(18).toString('hex'),
  L: randomBytes(90).toString('hex'),
};

function find(lines: string, fileName?: string): KeyFindings {
  const values = lines.split(' ').map((line) => {
    const [path = '', value = ''] = line.split('=');
    const sections = path.split('/');
    return {
      sections: sections.slice(0, -1),
      name: sections.at(-1) ?? '',
      value: made[value] ?? value,
    };
  });
  return findKeyPairs({ values, ...(fileName !== undefined && { fileName }) });
}

/** For example `AS mock 81234567`. */
function inShort({ pairs }: KeyFindings): string {
  const letter = (value: string): string =>
    Object.entries(made).find(([, each]) => each === value)?.[0] ?? '?';
  return pairs
    .map(({ keys, environment = 'ask', label = '' }) =>
      `${letter(keys.appkey.reveal())}${letter(keys.secretkey.reveal())} ${environment} ${label}`.trim(),
    )
    .join(', ');
}

describe('Pairs of keys among named values', () => {
  for (const [values, expected] of [
    ['APP_KEY=A SECRET_KEY=S', 'AS ask'],
    ['appkey=A secretkey=S', 'AS ask'],
    ['appKey=A appSecret=S', 'AS ask'],
    ['KIWOOM_APPKEY=A KIWOOM_SECRETKEY=S', 'AS ask'],
    ['KIWOOMAPPKEY=A KIWOOMSECRETKEY=S', 'AS ask'],
    ['kiwoom.mock.app-key=A kiwoom.mock.secret-key=S', 'AS mock'],
    ['앱키=A 시크릿키=S', 'AS ask'],
    ['모의_앱키=A 모의_시크릿키=S', 'AS mock'],
    ['kiwoom/key=A kiwoom/secret=S', 'AS ask'],
    ['appkey/real=R appkey/mock=A secretkey/real=T secretkey/mock=S', 'RT real, AS mock'],
    [
      'APP_KEY=R APP_SECRET=T APP_KEY_MOCK=A APP_SECRET_MOCK=S KIWOOM_MODE=demo',
      'RT real, AS mock',
    ],
    ['APP_KEY=A APP_SECRET=S KIWOOM_MODE=demo', 'AS mock'],
    ['APP_KEY=A APP_SECRET=S KIWOOM_ENV=real ENV=dev', 'AS real'],
    ['APP_KEY=A APP_SECRET=S KIWOOM_BASE_URL=https://mockapi.kiwoom.com ENV=prod', 'AS mock'],
    ['APP_KEY=A APP_SECRET=S PRD=https://api.kiwoom.com MOCK=https://mockapi.kiwoom.com', 'AS ask'],
    ['APP_KEY=A APP_SECRET=S IS_MOCK=1 ENV=production', 'AS mock'],
    ['APP_KEY=A APP_SECRET=S KIWOOM_IS_DEMO=false', 'AS real'],
    ['APP_KEY=A APP_SECRET=S MODE=SIMULATION', 'AS mock'],
    ['APP_KEY=A APP_SECRET=S USE_MOCK=true IS_REAL=true', 'AS ask'],
    ['KIWOOM_MOCK_G_APP_KEY=A KIWOOM_MOCK_G_APP_SECRET=S', 'AS mock G'],
    ['SCHEDULER_APP_KEY=A SCHEDULER_SECRET_KEY=S', 'AS ask SCHEDULER'],
    ['APP_KEY=A SECRET_KEY=S ACCOUNT_NO=81234567-10', 'AS ask 81234567-10'],
    [
      'REAL_APP_KEY=R REAL_APP_SECRET=T MOCK_APP_KEY=A MOCK_APP_SECRET=S MOCK_ACCOUNT=81234567 REAL_ACCOUNT=51234567',
      'RT real 51234567, AS mock 81234567',
    ],
    [
      'a/appkey=A a/secretkey=S a/env=mock b/appkey=R b/secretkey=T b/env=real',
      'AS mock a, RT real b',
    ],
    ['MOCK_REAL_APP_KEY=A MOCK_REAL_SECRET_KEY=S', 'AS ask'],
    ['live/MOCK_APP_KEY=A live/MOCK_SECRET_KEY=S', 'AS mock'],
    // Halves of two pairs
    ['KIWOOM_APP_KEY=A APP_SECRET=S', ''],
    ['REAL_APP_KEY=A MOCK_APP_SECRET=S', ''],
    ['APP_KEY=K APP_SECRET=L KIWOOM_APPKEY=A KIWOOM_SECRETKEY=S', 'AS ask'],
    ['KIWOOM_APPKEY=A APP_KEY=K APP_SECRET=L', ''],
    ['APP_KEY=A APP_SECRET=S SECRET_KEY=T', 'AS ask'],
    ['kis/appkey=R kis/appsecret=T kiwoom/appkey=A kiwoom/secretkey=S', 'AS ask'],
    // Names that everybody uses
    ['API_KEY=A SECRET=S', 'AS ask'],
    ['API_KEY=abc SECRET=def', ''],
    ['BINANCE_API_KEY=A BINANCE_SECRET_KEY=S', ''],
    ['KIWOOM_APP_KEY_FILE=/a KIWOOM_APP_SECRET_FILE=/b', ''],
  ] as const) {
    it(`${values} → ${expected === '' ? 'none' : expected}`, () => {
      assert.equal(inShort(find(values)), expected);
    });
  }

  it('takes the environment from the name of the file before a switch in it', () => {
    assert.equal(inShort(find('APP_KEY=A SECRET_KEY=S ENV=prod', '.env.mock')), 'AS mock');
    assert.equal(inShort(find('APP_KEY=A SECRET_KEY=S MODE=mock', '.env.production')), 'AS mock');
  });

  for (const [values, names, reason] of [
    ['APP_KEY=your_app_key APP_SECRET=your_secret', 'APP_KEY APP_SECRET', 'placeholder'],
    ['APP_KEY=${REAL_KEY} APP_SECRET=S', 'APP_KEY APP_SECRET', 'placeholder'],
    ['APP_KEY=<APP_KEY> APP_SECRET=S', 'APP_KEY APP_SECRET', 'placeholder'],
    ['KIWOOM_APP_KEY= KIWOOM_APP_SECRET=', 'KIWOOM_APP_KEY KIWOOM_APP_SECRET', 'empty'],
    ['APP_KEY=K APP_SECRET=L', 'APP_KEY APP_SECRET', 'too-long'],
    ['KIS_APP_KEY=K KIS_APP_SECRET=L', 'KIS_APP_KEY KIS_APP_SECRET', 'other-broker'],
    ['APP_KEY=base64:x SECRET_KEY=S', 'APP_KEY SECRET_KEY', 'other-program'],
    ['SECRET_KEY=django-insecure-x', 'SECRET_KEY', 'half'],
    ['KIWOOM_APPKEY=A', 'KIWOOM_APPKEY', 'half'],
    ['APP_KEY=A APP_SECRET=A', 'APP_KEY APP_SECRET', 'same-value'],
    ['API_KEY=abc SECRET=def', 'API_KEY SECRET', 'unlike'],
  ] as const) {
    it(`says of ${names}, why: ${reason}`, () => {
      assert.deepEqual(find(values).notTaken, [{ names: names.split(' '), reason }]);
    });
  }

  it('says what is odd about a pair, and shows none of it', () => {
    const found = find('KIWOOM_APP_KEY=short KIWOOM_APP_SECRET=S');
    assert.deepEqual(found.pairs[0]?.oddities, [{ half: 'appkey', oddity: 'length' }]);
    assert.doesNotMatch(JSON.stringify(found), /short/);
  });
});

describe('The look at a key before it is sent', () => {
  for (const [text, fault] of [
    ['', 'empty'],
    ['""', 'empty'],
    ['xxxx', 'placeholder'],
    ['발급받은_앱키_여기_입력', 'placeholder'],
    ['여기에_시크릿키', 'placeholder'],
    ['$REAL_KEY', 'placeholder'],
    ['{{appkey}}', 'placeholder'],
    ['two words', 'characters'],
    ['a"b', 'characters'],
    ['키움', 'characters'],
    ['a'.repeat(20) + 'b'.repeat(160), 'too-long'],
  ] as const) {
    it(`finds that ${JSON.stringify(text.slice(0, 30))} cannot be one: ${fault}`, () => {
      assert.equal(keyShape(text).fault, fault);
    });
  }

  it('takes no random key for something else', () => {
    for (let times = 0; times < 5000; times += 1) {
      const text = key();
      assert.deepEqual(keyShape(`“${text}”,`), { key: text });
    }
  });
});

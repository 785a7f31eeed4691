import assert from 'node:assert/strict';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { addressPart, tellingName } from '../../../../src/core/accounts/keyContext.ts';
import { keyNameOf } from '../../../../src/core/accounts/keyNames.ts';
import { findKeyPairs } from '../../../../src/core/accounts/keyPairs.ts';
import { valuesInEnv } from '../../../../src/node/keyFormats/envFormat.ts';
import { inShort, withKeys } from './madeKeys.ts';

const telling = [
  'APP_KEY',
  'APP_SECRET',
  'KIWOOM_APPKEY',
  'KIWOOM_SECRETKEY',
  'KIWOOM_MOCK_APP_KEY',
  'KIWOOM_MOCK_APP_SECRET',
  '앱키',
  '시크릿키',
  'KIWOOM_MODE',
  'IS_MOCK',
  '투자구분',
  'BASE_URL',
  'ACCOUNT_NO',
  'BROKER',
  '계좌번호',
];
const others = ['PORT', 'A', 'TITLE', 'W_PRD', 'log.level', '이름', 'x y'];
const plainValues = [
  ...[
    '{A}',
    '{S}',
    '{R}',
    '{T}',
    'demo',
    'real',
    'true',
    '81234567',
    'https://mockapi.kiwoom.com',
    'kis',
    'https://openapi.koreainvestment.com:9443',
  ],
  ...[
    'two words',
    'a # remark',
    '',
    '${APP_KEY}',
    'KIWOOM_APPKEY={R}',
    "it's",
    '\\napi.kiwoom.com',
  ],
];
const quotes = ['', '', '', '"', "'", '`'];

const name = fc.constantFrom(...telling, ...telling, ...others);
const value = fc
  .tuple(
    fc.constantFrom(...quotes),
    fc.array(fc.constantFrom(...plainValues, '\n', '\nAPP_KEY={R}\n'), { maxLength: 3 }),
    fc.constantFrom(...quotes),
  )
  .map(([open, parts, other]) => open + parts.join('') + (other === '"' ? '' : open));
const assignment = fc
  .tuple(fc.constantFrom('', '', '  ', 'export ', 'export  ', '# ', '\t'), name, value)
  .chain(([before, named, said]) =>
    fc
      .constantFrom('=', '=', '=', ' = ', '= ', ' =', '=\t', '')
      .map((sign) => `${before}${named}${sign}${said}`),
  );
const line = fc.oneof(
  { weight: 4, arbitrary: assignment },
  { weight: 4, arbitrary: fc.constantFrom('KIWOOM_APPKEY={A}', 'KIWOOM_SECRETKEY="{S}"') },
  fc.constantFrom(
    '',
    '   ',
    '# "remark"',
    "# don't",
    '=',
    '="',
    'words',
    '"',
    "'",
    '`=`',
    '"; x=1',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const file = fc
  .tuple(
    fc.constantFrom('', '\uFEFF'),
    fc.array(line, { maxLength: 16 }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.constantFrom('', '', ' ', '\t # remark'),
  )
  .map(([mark, lines, end, after]) => withKeys(mark + lines.map((each) => each + after).join(end)));

/** Every value, without the blanks that the parser stumbles over. */
function everything(text: string): [string, string][] {
  const lines = text.split(/\r\n?|\n/).map((each) => each.trimEnd());
  return Object.entries(parseEnv(lines.join('\n'))).map(([key, said = '']) => [key, said]);
}

const read = (text: string): [string, string][] =>
  valuesInEnv(text).map(({ name: key, value: said }) => [key, said]);

/** Whether a key has two values, which is not read as the parser does. */
function repeats(text: string): boolean {
  const lines = new Set(
    text.split(/\r\n?|\n/).map((each) => each.replace(/^\s*(?:export\s+)?/, '')),
  );
  const names = [...lines]
    .filter((each) => each.includes('='))
    .map((each) => each.slice(0, each.indexOf('=')).trim())
    .filter((each) => keyNameOf([each]) !== undefined);
  return new Set(names).size < names.length;
}

const findings = (entries: readonly (readonly [string, string | undefined])[]) => {
  const values = entries.map(([key, said = '']) => ({ sections: [], name: key, value: said }));
  const found = findKeyPairs({ values });
  return { found: JSON.stringify(found), pairs: inShort(found) };
};

describe('A .env file', () => {
  it('gives the same keys as if every line of it had been parsed', () => {
    let withPairs = 0;
    fc.assert(
      fc.property(file, (text) => {
        fc.pre(!repeats(text));
        const all = everything(text);
        const some = read(text);
        const tells = ([key, said = '']: readonly [string, string | undefined]): boolean =>
          tellingName.test(key) || addressPart.test(said);
        assert.deepEqual(some.filter(tells), all.filter(tells));
        assert.deepEqual(findings(some), findings(all));
        if (findings(all).pairs !== '') withPairs += 1;
      }),
      { numRuns: 2000 },
    );
    assert.ok(withPairs > 100, `only ${withPairs} had a pair`);
  });

  it('is parsed only where it may tell of keys', () => {
    const text =
      'PORT=80\nTITLE="a b"\nAPP_KEY=a\nURL=wss://api.kiwoom.com\nIS_MOCK=1\nACCOUNT=2\n';
    assert.deepEqual(
      read(text)
        .map(([key]) => key)
        .sort(),
      ['ACCOUNT', 'APP_KEY', 'IS_MOCK', 'URL'],
    );
  });

  it('does not take the next line for a value that is empty but for blanks', () => {
    assert.deepEqual(Object.fromEntries(read('KIWOOM_MODE= \nAPP_KEY=a\t\nAPP_SECRET=\t\n')), {
      APP_KEY: 'a',
      APP_SECRET: '',
      KIWOOM_MODE: '',
    });
  });

  it('may end its lines as old Macs did', () => {
    assert.deepEqual(Object.fromEntries(read('APP_KEY=a\rAPP_SECRET=b\r')), {
      APP_KEY: 'a',
      APP_SECRET: 'b',
    });
  });
});

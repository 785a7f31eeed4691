import assert from 'node:assert/strict';
import type { ErrorCode } from '../../../src/core/base/errors.ts';
import { replyVerdict } from '../../../src/kiwoom/replyCode.ts';
import { errorCodeFor, publishedServerCodes } from '../../../src/kiwoom/serverCodes.ts';

type Fields = Readonly<Record<string, unknown>>;

const spellingsOf = (code: number): readonly Fields[] => [
  { return_code: 3, return_msg: `인증에 실패했습니다[${code}:설명]` },
  { return_code: 3, return_msg: `인증에 실패했습니다 [ ${code} : 설명 ]` },
  { return_code: 3, return_msg: `인증에 실패했습니다[\u3000${code}\t：설명]` },
  { return_code: 3, return_msg: `[${code}](설명)` },
  { return_code: 805004, return_msg: `[CODE=${code}, MESSAGE=설명]` },
  { return_code: 3, return_msg: `로그인 실패 (code = ${code})` },
  { return_code: 3, return_msg: `${code}:설명` },
  { return_code: 3, return_msg: `  ${code} : 설명` },
  { return_code: code, return_msg: '설명' },
  { return_code: code },
  { return_code: String(code), return_msg: null },
  { return_code: ` ${code} ` },
  { return_msg: `인증에 실패했습니다[${code}:설명]` },
  { error: `[${code}:설명]` },
  { return_code: 3, return_msg: `${'긴 설명 '.repeat(200)}[${code}:설명]` },
];

describe('The code of a reply', () => {
  for (const code of publishedServerCodes) {
    it(`${code} is read in every spelling`, () => {
      for (const fields of spellingsOf(code)) {
        const verdict = replyVerdict(fields);
        assert.equal(verdict?.code, errorCodeFor(code), JSON.stringify(fields));
        assert.equal(verdict.serverCode, code);
      }
    });
  }

  const numbersElsewhere: readonly string[] = [
    '종목 8005 주문이 거부되었습니다',
    '주문금액 8005원이 부족합니다',
    '금액(8005) 부족',
    'STOCK_CODE=8005',
    '종목CODE=8005',
    'CODE=80051',
    '[80050:설명]',
    '[005930:삼성전자]',
    '종목[8005] 없음',
    '8005원이 부족합니다',
    '18005:설명',
    '시각 8005:00',
  ];
  for (const message of numbersElsewhere) {
    it(`is not the number in “${message}”`, () => {
      const verdict = replyVerdict({ return_code: 7, return_msg: message });
      assert.equal(verdict?.code, 'unknown-server-code');
    });
  }

  const disagreeing: readonly [Fields, ErrorCode][] = [
    [{ return_code: 8001, return_msg: '[8005:x]' }, 'token-invalid'],
    [{ return_code: 3, return_msg: '8001: 인증 실패[8005:x]' }, 'token-invalid'],
    [{ return_code: 3, return_msg: '[CODE=8001] [8005:x]' }, 'token-invalid'],
    [{ return_code: 8005, return_msg: '[9999:x]' }, 'token-invalid'],
    [{ return_code: 3, return_msg: '[9999:x][8005:y]' }, 'token-invalid'],
    [{ return_code: 5, return_msg: '[8005:x]' }, 'token-invalid'],
    [{ return_code: 5, return_msg: '허용된 요청 개수를 초과하였습니다' }, 'rate-limited'],
  ];
  for (const [fields, code] of disagreeing) {
    it(`is ${code} in ${JSON.stringify(fields)}`, () => {
      assert.equal(replyVerdict(fields)?.code, code);
    });
  }

  for (const fields of [
    {},
    { return_code: 0, return_msg: '정상적으로 처리되었습니다' },
    { return_code: '0' },
    { return_code: 0, return_msg: '[8005:x]' },
    { return_msg: '정상' },
    { return_code: [8005] },
  ]) {
    it(`is absent from ${JSON.stringify(fields)}`, () => {
      assert.equal(replyVerdict(fields), undefined);
    });
  }
});

/**
 * Error classes: the number in `return_code` and the text at the start of `return_msg`.
 * Source: captured bodies that developers published.
 */
const leadingTexts = {
  1: '잘못된 요청입니다',
  2: '입력 값 오류입니다',
  3: '인증에 실패했습니다',
  5: '허용된 요청 개수를 초과하였습니다',
  7: '서비스를 처리하는 중에 오류가 발생했습니다',
} as const;

export type FailureClass = keyof typeof leadingTexts;

/**
 * Kiwoom's error codes with their class and published text. The class was captured for 1504, 1511, 1700, 1903,
 * 8001, 8005, 8020, 8030, 8050 and 8104; for the others it is inferred from their group, so clients should not
 * depend on it. 8020 ends with a full stop in the captured reply.
 */
const codes = {
  1501: [1, 'API ID가 Null이거나 값이 없습니다'],
  1504: [1, '해당 URI에서는 지원하는 API ID가 아닙니다'],
  1505: [1, '해당 API ID는 존재하지 않습니다'],
  1511: [2, '필수 입력 값에 값이 존재하지 않습니다'],
  1512: [2, 'Http header에 값이 설정되지 않았거나 읽을 수 없습니다'],
  1513: [2, 'Http Header에 authorization 필드가 설정되어 있어야 합니다'],
  1514: [2, 'authorization 필드 형식이 맞지 않습니다'],
  1515: [2, 'authorization 필드 내 Grant Type이 미리 정의된 형식이 아닙니다'],
  1516: [2, 'authorization 필드 내 Token이 정의되어 있지 않습니다'],
  1517: [2, '입력 값 형식이 올바르지 않습니다'],
  1687: [5, '재귀 호출이 발생하여 API 호출을 제한합니다'],
  1700: [5, '허용된 API 요청 개수를 초과하였습니다'],
  1701: [5, '허용된 전체 요청 개수를 초과하였습니다'],
  1702: [5, '허용된 그룹 요청 개수를 초과하였습니다'],
  1901: [7, '시장 코드·종목 정보가 없습니다'],
  1902: [7, '시장 코드·종목 정보가 없습니다'],
  1903: [7, '시장 코드·종목 정보가 없습니다'],
  1999: [7, '예기치 못한 에러가 발생했습니다'],
  8001: [3, 'App Key와 Secret Key 검증에 실패했습니다'],
  8002: [3, 'App Key와 Secret Key 검증에 실패했습니다'],
  8003: [3, 'Access Token을 조회하는데 실패했습니다'],
  8005: [3, 'Token이 유효하지 않습니다'],
  8006: [3, 'Access Token을 생성·발급하는데 실패했습니다'],
  8009: [3, 'Access Token을 생성·발급하는데 실패했습니다'],
  8010: [3, 'Token을 발급받은 IP와 서비스를 요청한 IP가 동일하지 않습니다'],
  8011: [2, 'grant_type이 들어오지 않았습니다'],
  8012: [2, 'grant_type의 값이 맞지 않습니다'],
  8015: [3, 'Access Token을 폐기하는데 실패했습니다'],
  8016: [2, '폐기: 입력값에 Token이 들어오지 않았습니다'],
  8020: [2, '입력파라미터로 appkey 또는 secretkey가 전달되지 않았습니다.'],
  8030: [2, '투자구분(실전/모의)이 달라서 Appkey를 사용할수가 없습니다'],
  8031: [2, '투자구분(실전/모의)이 달라서 Token를 사용할수가 없습니다'],
  8040: [3, '단말기 인증에 실패했습니다'],
  8050: [3, '지정단말기 인증에 실패했습니다'],
  8103: [3, '토큰 인증 또는 단말기인증에 실패했습니다'],
  8104: [2, '모의투자에서 지원하지 않는 API 입니다'],
  8200: [2, '법인 고객은 해당 API를 지원하지 않습니다'],
} as const satisfies Record<number, readonly [FailureClass, string]>;

export type KiwoomCode = keyof typeof codes;

export function isKiwoomCode(code: number): code is KiwoomCode {
  return code in codes;
}

/**
 * Formats of the code in an error. `bracket` is that of captured REST replies; `pair` was captured from the
 * WebSocket; the others are those that Kiwoom's own client accepts, with blanks added.
 */
export const spellings = ['bracket', 'blanks', 'pair', 'leading', 'number', 'text'] as const;

export type Spelling = (typeof spellings)[number];

/** Class and text of a code, for `return_code` and `return_msg`. */
export function failureText(
  code: KiwoomCode,
  detail = '',
  spelling: Spelling = 'bracket',
): { returnCode: number | string; returnMsg: string } {
  const [returnCode, text] = codes[code];
  const leading = leadingTexts[returnCode];
  const said = text + detail;
  switch (spelling) {
    case 'bracket':
      return { returnCode, returnMsg: `${leading}[${code}:${said}]` };
    case 'blanks':
      return { returnCode, returnMsg: `${leading} [ ${code} : ${said} ]` };
    case 'pair':
      return { returnCode: code * 100 + 4, returnMsg: `[CODE=${code}, MESSAGE=${said}]` };
    case 'leading':
      return { returnCode, returnMsg: `${code}: ${said}` };
    case 'number':
      return { returnCode: code, returnMsg: said };
    case 'text':
      return { returnCode: String(code), returnMsg: said };
  }
}

const request = (title: string): string => `### ${title} (ka10001)
POST {{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo
Content-Type: application/json;charset=UTF-8
Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}
api-id: ka10001

{
  "stk_cd": "005930"
}
`;

/** What is read and pressed on the way to the pictures. */
export const pictureWords = {
  en: {
    file: 'stock.http',
    request: request('Stock information'),
    addAppKey: 'Kiwoom: Add App Key',
    verify: 'Kiwoom: Verify Token',
    mock: 'Mock trading',
    real: 'Real trading',
    check: 'Check the keys by issuing a token',
    noKey: 'Kiwoom: Add App Key',
    left: /23h/,
    walkthrough: 'Take the walkthrough',
    switchTo: 'Switch to This Account',
    rejected: /token rejected/,
    toggleSideBar: 'View: Toggle Primary Side Bar Visibility',
  },
  ko: {
    file: '주식.http',
    request: request('주식 기본정보'),
    addAppKey: 'Kiwoom: 앱키 추가',
    verify: 'Kiwoom: 토큰 확인',
    mock: '모의투자',
    real: '실전투자',
    check: '토큰을 발급하여 키 확인',
    noKey: '키움: 앱키 추가',
    left: /23시간/,
    walkthrough: '단계별 안내',
    switchTo: '이 계좌로 전환',
    rejected: /토큰 거부됨/,
    toggleSideBar: 'View: Toggle Primary Side Bar Visibility',
  },
} as const;

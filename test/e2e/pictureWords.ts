const request = (title: string): string => `### ${title} (ka10001)
# @no-redirect
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
    answer: 'answer.json',
    secondName: 'Strategy B',
    addAppKey: 'Kiwoom: Add App Key',
    issue: 'Kiwoom: Issue Token',
    revoke: 'Kiwoom: Revoke Token',
    revokeButton: 'Revoke',
    verify: 'Kiwoom: Verify Token',
    copyToken: 'Kiwoom: Copy Token',
    insertToken: 'Kiwoom: Insert Token Value',
    switchAccount: 'Kiwoom: Switch Account or Environment',
    rename: 'Kiwoom: Rename Account',
    renameTitle: 'Rename Account',
    name: /A name for this account/,
    mock: 'Mock trading',
    real: 'Real trading',
    noKey: 'Kiwoom: Add App Key',
    left: /23h/,
    walkthrough: 'Take the walkthrough',
    switchTo: 'Switch to This Account',
    noToken: /no token/,
    issuing: /issuing/,
    revoking: /revoking/,
    lastMinute: /<1m/,
    expired: /token expired/,
    rejected: /token rejected/,
    nextTry: /retry/,
    toggleSideBar: 'View: Toggle Primary Side Bar Visibility',
  },
  ko: {
    file: '주식.http',
    request: request('주식 기본정보'),
    answer: '응답.json',
    secondName: '전략 B',
    addAppKey: '키움 Kiwoom: 앱키 추가',
    issue: '키움 Kiwoom: 토큰 발급',
    revoke: '키움 Kiwoom: 토큰 폐기',
    revokeButton: '폐기',
    verify: '키움 Kiwoom: 토큰 확인',
    copyToken: '키움 Kiwoom: 토큰 복사',
    insertToken: '키움 Kiwoom: 토큰 값 삽입',
    switchAccount: '키움 Kiwoom: 계좌·투자구분 전환',
    rename: '키움 Kiwoom: 계좌 이름 변경',
    renameTitle: '계좌 이름 변경',
    name: /이 계좌를 구분할 이름/,
    mock: '모의투자',
    real: '실전투자',
    noKey: '키움: 앱키 추가',
    left: /23시간/,
    walkthrough: '단계별 안내',
    switchTo: '이 계좌로 전환',
    noToken: /토큰 없음/,
    issuing: /발급 중/,
    revoking: /폐기 중/,
    lastMinute: /1분 미만/,
    expired: /토큰 만료됨/,
    rejected: /토큰 거부됨/,
    nextTry: /재시도/,
    toggleSideBar: 'View: Toggle Primary Side Bar Visibility',
  },
} as const;

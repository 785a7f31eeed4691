/** How people keep keys: the forms and names of public repositories and of Kiwoom's own client (2026-11). */
export interface KeptKeys {
  readonly file: string;
  /** `{A}` and `{S}` stand for keys, see madeKeys.ts. */
  readonly text: string;
  /** Pairs, environments and labels, as `inShort` says them; '' for none. */
  readonly pairs: string;
  /** Why others were not taken. */
  readonly notTaken?: string;
}

const env = (text: string, pairs: string, notTaken?: string, file = '.env'): KeptKeys => ({
  file,
  text: text.replaceAll(' | ', '\n'),
  pairs,
  ...(notTaken !== undefined && { notTaken }),
});

const envFiles: readonly KeptKeys[] = [
  // Kiwoom's own client and samples
  env('APP_KEY={A} | APP_SECRET={S}', 'AS ask'),
  env(
    'APP_KEY={R} | APP_SECRET={T} | APP_KEY_MOCK={A} | APP_SECRET_MOCK={S} | KIWOOM_MODE=demo',
    'RT real, AS mock',
  ),
  env('KIWOOM_MODE=demo | APP_KEY={A} | APP_SECRET={S}', 'AS mock'),
  env('KIWOOM_MODE=real | APP_KEY={A} | APP_SECRET={S}', 'AS real'),
  env(
    'KIWOOM_MODE=demo | PRD=https://api.kiwoom.com | MOCK=https://mockapi.kiwoom.com | W_PRD=wss://api.kiwoom.com:10000 | W_MOCK=wss://mockapi.kiwoom.com:10000 | APP_KEY={A} | APP_SECRET={S}',
    'AS mock',
  ),
  env('API_DOMAIN=mockapi.kiwoom.com | APP_KEY={A} | SECRET_KEY={S}', 'AS mock'),
  env('KIWOOM_SANDBOX=true | KIWOOM_APP_KEY={A} | KIWOOM_SECRET_KEY={S}', 'AS mock'),
  env('KIWOOM_INVEST_TYPE=모의 | KIWOOM_APP_KEY={A} | KIWOOM_SECRET_KEY={S}', 'AS mock'),
  env('KIWOOM_ACCOUNT_TYPE=real | KIWOOM_APP_KEY={A} | KIWOOM_SECRET_KEY={S}', 'AS real'),
  env('TRADE_TYPE=paper | APP_KEY={A} | SECRET_KEY={S}', 'AS mock'),
  env('ORDER_TYPE=real | APP_KEY={A} | SECRET_KEY={S}', 'AS ask'),
  env('EXECUTION_MODE=real | KIWOOM_MODE=mock | APP_KEY={A} | APP_SECRET={S}', 'AS mock'),
  env(
    'APP_KEY_REAL={R} | APP_SEC_REAL={T} | KIWOOM_APP_KEY_MOCK={A} | KIWOOM_APP_SEC_MOCK={S}',
    'RT real, AS mock',
  ),
  // Environment last, in the middle, first
  env(
    'KIWOOM_APP_KEY_REAL={R} | KIWOOM_SECRET_KEY_REAL={T} | KIWOOM_APP_KEY_MOCK={A} | KIWOOM_SECRET_KEY_MOCK={S}',
    'RT real, AS mock',
  ),
  env(
    'KIWOOM_MOCK_APP_KEY={A} | KIWOOM_MOCK_APP_SECRET={S} | KIWOOM_REAL_APP_KEY={R} | KIWOOM_REAL_APP_SECRET={T}',
    'AS mock, RT real',
  ),
  env(
    'KIWOOM_LIVE_APP_KEY={R} | KIWOOM_LIVE_APP_SECRET={T} | KIWOOM_PAPER_APP_KEY={A} | KIWOOM_PAPER_APP_SECRET={S}',
    'RT real, AS mock',
  ),
  env(
    'VTS_APPKEY={A} | VTS_SECRETKEY={S} | PROD_APPKEY={R} | PROD_SECRETKEY={T}',
    'AS mock, RT real',
  ),
  env(
    'KIWOOM_MOCK_G_APP_KEY={A} | KIWOOM_MOCK_G_APP_SECRET={S} | KIWOOM_MOCK_H_APP_KEY={R} | KIWOOM_MOCK_H_APP_SECRET={T}',
    'AS mock G, RT mock H',
  ),
  env('MOCK_G_APP_KEY={A} | MOCK_G_SECRET_KEY={S}', 'AS mock G'),
  env(
    'KIWOOM_APP_KEY={R} | KIWOOM_APP_SECRET={T} | KIWOOM_MOCK_APP_KEY={A} | KIWOOM_MOCK_APP_SECRET={S} | USE_MOCK=true',
    'RT real, AS mock',
  ),
  env('KIWOOM_VIRTUAL_APP_KEY={A} | KIWOOM_VIRTUAL_APP_SECRET={S} | ENV=prod', 'AS mock'),
  // Other names
  env('SCHEDULER_APP_KEY={A} | SCHEDULER_SECRET_KEY={S}', 'AS ask SCHEDULER'),
  env('KIWOOM_API_KEY={A} | KIWOOM_API_SECRET={S}', 'AS ask'),
  env('KIWOOM_APPKEY={A} | KIWOOM_APPSECRET={S}', 'AS ask'),
  env('kiwoom_app_key={A} | kiwoom_secret_key={S}', 'AS ask'),
  // Switches
  env('KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S} | KIWOOM_IS_DEMO=true', 'AS mock'),
  env('KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S} | KIWOOM_IS_MOCK=1', 'AS mock'),
  env('KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S} | KIWOOM_MOCK=false', 'AS real'),
  env('APP_KEY={A} | SECRET_KEY={S} | IS_MOCK=True', 'AS mock'),
  env('APP_KEY={A} | SECRET_KEY={S} | ENV=dev', 'AS mock'),
  env('APP_KEY={A} | SECRET_KEY={S} | ENV=production', 'AS real'),
  env('APP_KEY={A} | SECRET_KEY={S} | MODE=SIMULATION', 'AS mock'),
  env('KIWOOM_ENV=real | ENV=dev | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}', 'AS real'),
  env(
    'KIWOOM_BASE_URL=https://mockapi.kiwoom.com | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}',
    'AS mock',
  ),
  env('KIWOOM_MODE=not_real | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}', 'AS ask'),
  env('KIWOOM_MODE=mock/real | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}', 'AS ask'),
  env('KIWOOM_MODE=모의 투자 | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}', 'AS mock'),
  env('KIWOOM_NOT_MOCK_APP_KEY={A} | KIWOOM_NOT_MOCK_APP_SECRET={S}', 'AS ask'),
  env('ENV=staging | APP_KEY={A} | SECRET_KEY={S}', 'AS ask'),
  // Accounts and file names
  env('KIWOOM_ACCOUNT_NO=81234567 | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}', 'AS ask 81234567'),
  env('ACCOUNT_NO=81234567-10 | APP_KEY={A} | SECRET_KEY={S}', 'AS ask 81234567-10'),
  env('APP_KEY={A} | SECRET_KEY={S}', 'AS mock', undefined, '.env.mock'),
  env('APP_KEY={A} | SECRET_KEY={S}', 'AS real', undefined, '실전.env'),
  env('APP_KEY={A} | SECRET_KEY={S}', 'AS ask 81234567', undefined, '81234567.env'),
  env('APP_KEY={A} | SECRET_KEY={S}', 'AS ask', undefined, '20261126.env'),
  // As they are written
  env('\uFEFF# 키움 | export APP_KEY="{A}" # real one | SECRET_KEY=\'{S}\'', 'AS ask'),
  env('APP_KEY=`{A}` | SECRET_KEY = {S} # 시크릿', 'AS ask'),
  env('# KIWOOM_APPKEY={R} | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}', 'AS ask'),
  env('KIWOOM_MODE= | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}', 'AS ask'),
  env('KIWOOM_MODE= \t | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}', 'AS ask'),
  // Another broker beside Kiwoom, or alone
  env(
    'APP_KEY={K} | APP_SECRET={L} | KIWOOM_APPKEY={A} | KIWOOM_SECRETKEY={S}',
    'AS ask',
    'beside-kiwoom',
  ),
  env('KIWOOM_APPKEY={A} | APP_KEY={K} | APP_SECRET={L}', '', 'half, beside-kiwoom'),
  env('KIWOOM_APPKEY={A} | APP_SECRET={S}', '', 'half, beside-kiwoom'),
  env('APP_KEY={K} | APP_SECRET={L}', '', 'too-long'),
  env(
    'KIS_APP_KEY={R} | KIS_APP_SECRET={T} | APP_KEY={A} | APP_SECRET={S}',
    'AS ask',
    'other-broker',
  ),
  env('KOREAINVESTMENT_APP_KEY={A} | KOREAINVESTMENT_APP_SECRET={S}', '', 'other-broker'),
  env('LS_APP_KEY={A} | LS_APP_SECRET={S}', '', 'other-broker'),
  env('EBEST_APPKEY={A} | EBEST_APPSECRET={S}', '', 'other-broker'),
  env(
    'BASE_URL=https://openapi.koreainvestment.com:9443 | APP_KEY={R} | APP_SECRET={T}',
    '',
    'other-broker',
  ),
  env('BROKER=kis | APP_KEY={R} | APP_SECRET={T}', '', 'other-broker'),
  env(
    'KIS_BASE_URL=https://openapi.koreainvestment.com:9443 | APP_KEY={A} | APP_SECRET={S}',
    'AS ask',
  ),
  env('EXCHANGE=KRX | APP_KEY={A} | APP_SECRET={S}', 'AS ask'),
  env('ACCESS_KEY={R} | SECRET_KEY={T} | APP_KEY={A}', '', 'half'),
  env('ACCESS_KEY={R} | SECRET_KEY={T} | APP_KEY={A} | APP_SECRET={S}', 'AS ask, RT ask'),
  env('KIWOOM_ACCESS_KEY={A} | KIWOOM_SECRET_KEY={S}', 'AS ask'),
  env('KIWOOM_KEY={R} | KIWOOM_APP_KEY={A} | KIWOOM_SECRET_KEY={S}', 'AS ask', 'half'),
  // No keys
  env('APP_KEY=your_app_key | APP_SECRET=your_app_secret', '', 'placeholder'),
  env(
    'KIWOOM_APPKEY=발급받은_앱키_여기_입력 | KIWOOM_SECRETKEY=발급받은_시크릿키',
    '',
    'placeholder',
  ),
  env('KIWOOM_APPKEY=여기에_앱키 | KIWOOM_SECRETKEY=여기에_시크릿', '', 'placeholder'),
  env('APP_KEY=xxxx | APP_SECRET=xxxx', '', 'placeholder'),
  env('APP_KEY=<APP_KEY> | APP_SECRET=<APP_SECRET>', '', 'placeholder'),
  env('APP_KEY=${REAL_APP_KEY} | APP_SECRET=$REAL_SECRET', '', 'placeholder'),
  env(
    'KIWOOM_APP_KEY_REAL={R} | KIWOOM_SECRET_KEY_REAL={T} | KIWOOM_APP_KEY_MOCK= | KIWOOM_SECRET_KEY_MOCK=',
    'RT real',
    'empty',
  ),
  env('SECRET_KEY=django-insecure-abc | DART_API_KEY=0123456789', '', 'half'),
  env('APP_KEY=base64:abc= | APP_SECRET={S}', '', 'other-program'),
  env('BINANCE_API_KEY={A} | BINANCE_SECRET_KEY={S}', '', 'other-broker'),
  env('AWS_ACCESS_KEY_ID=abc | AWS_SECRET_ACCESS_KEY=def', ''),
];

const files: readonly KeptKeys[] = [
  {
    file: 'config.py',
    text: `import os
# 키움
APP_KEY = "{A}"  # 모의투자
SECRET_KEY: str = '{S}'
IS_MOCK = True
TOKEN = os.getenv("TOKEN")
`,
    pairs: 'AS mock',
  },
  {
    file: 'settings.py',
    text: `KIWOOM_APP_KEY_REAL = ""
KIWOOM_SECRET_KEY_REAL = ""
KIWOOM_APP_KEY_MOCK = "{A}"
KIWOOM_SECRET_KEY_MOCK = "{S}"
KIWOOM_APP_KEY = KIWOOM_APP_KEY_MOCK
SECRET_KEY = "django-insecure-abc"
`,
    pairs: 'AS mock',
    notTaken: 'empty, beside-kiwoom',
  },
  {
    file: 'config.py',
    text: `class Real:\n    appkey = "{R}"\n    secretkey = "{T}"\n\nclass Mock:\n    appkey = "{A}"\n    secretkey = "{S}"\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'settings.py',
    text: `if not MOCK:\n    APP_KEY = "{R}"\n    APP_SECRET = "{T}"\nelse:\n    APP_KEY = "{A}"\n    APP_SECRET = "{S}"\n`,
    pairs: 'RT ask, AS ask',
  },
  {
    file: 'keys.py',
    text: `KIWOOM = {"real": {"appkey": "{R}", "secretkey": "{T}"}, "mock": {"appkey": "{A}", "secretkey": "{S}"}}\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'keys.py',
    text: `accounts = {\n    "mock": {\n        "app_key": "{A}",\n        "app_secret": "{S}",\n        "account_no": "81234567",\n    },\n}\n`,
    pairs: 'AS mock 81234567',
  },
  {
    file: 'test.py',
    text: `os.environ["KIWOOM_APPKEY"] = "{A}"\nos.environ["KIWOOM_SECRETKEY"] = "{S}"\n`,
    pairs: 'AS ask',
  },
  {
    file: 'client.py',
    text: `def issue(self, appkey: str, secretkey: str):\n    params = {"appkey": appkey, "secretkey": secretkey}\n    self.app_key = os.getenv("APP_KEY")\n    self.secret_key = config["secretkey"]\n`,
    pairs: '',
  },
  {
    file: 'config.ts',
    text: `export const appKey = '{A}';\nexport const secretKey: string = \`{S}\`;\nexport const host = 'https://mockapi.kiwoom.com';\n`,
    pairs: 'AS mock',
  },
  {
    file: 'Keys.java',
    text: `private static final String APP_KEY = "{A}";\nprivate static final String SECRET_KEY = "{S}";\n`,
    pairs: 'AS ask',
  },
  {
    file: 'config.ini',
    text: `; 키움\n[kiwoom.real]\nappkey = {R}\nsecretkey = {T}\n[kiwoom.mock]\nappkey: {A}\nsecretkey: {S}\naccount_no = 81234567\n`,
    pairs: 'RT real, AS mock 81234567',
  },
  {
    file: 'config.ini',
    text: `[DEFAULT]\nmode = mock\n[API]\napp_key={A}\nsecret_key={S} ; comment\n`,
    pairs: 'AS mock',
  },
  {
    file: 'application.properties',
    text: `# Spring\nkiwoom.mock.app-key={A}\nkiwoom.mock.app-secret={S}\nkiwoom.real.app-key=\${KIWOOM_APP_KEY}\nkiwoom.real.app-secret=\${KIWOOM_APP_SECRET}\n`,
    pairs: 'AS mock',
    notTaken: 'placeholder',
  },
  { file: 'keys.json', text: `{"appkey":"{A}","secretkey":"{S}"}`, pairs: 'AS ask' },
  {
    file: 'config.json',
    text: `{\n  // mine\n  "real": { "appKey": "{R}", "appSecret": "{T}" },\n  "mock": { "appKey": "{A}", "appSecret": "{S}", "accountNo": "81234567" },\n}\n`,
    pairs: 'RT real, AS mock 81234567',
  },
  {
    file: 'config.json',
    text: `{"accounts":[{"appkey":"{A}","secretkey":"{S}","isMock":true,"account":"81234567"},{"appkey":"{R}","secretkey":"{T}","isMock":false}]}`,
    pairs: 'AS mock 81234567, RT real',
  },
  {
    file: 'config.json',
    text: `{"kis":{"appkey":"{K}","appsecret":"{L}"},"kiwoom":{"appkey":"{A}","secretkey":"{S}","base_url":"https://api.kiwoom.com"}}`,
    pairs: 'AS real',
    notTaken: 'other-broker',
  },
  {
    file: 'accounts.json',
    text: `[{"broker":"한국투자증권","appkey":"{R}","appsecret":"{T}"},{"broker":"키움증권","appkey":"{A}","appsecret":"{S}"}]`,
    pairs: 'AS ask',
    notTaken: 'other-broker',
  },
  {
    file: 'accounts.yaml',
    text: `brokers:\n  - name: kis\n    appkey: {R}\n    appsecret: {T}\n  - name: kiwoom\n    appkey: {A}\n    secretkey: {S}\n`,
    pairs: 'AS ask',
    notTaken: 'other-broker',
  },
  {
    file: 'accounts.toml',
    text: `[[accounts]]\nbroker = "ls"\nappkey = "{R}"\nappsecret = "{T}"\n[[accounts]]\nbroker = "kiwoom"\nappkey = "{A}"\nsecretkey = "{S}"\nenv = "mock"\n`,
    pairs: 'AS mock',
    notTaken: 'other-broker',
  },
  {
    file: 'mcp.json',
    text: `{"mcpServers":{"kiwoom-exec":{"command":"uvx","env":{"APP_KEY_MOCK":"{A}","APP_SECRET_MOCK":"{S}","KIWOOM_MODE":"demo"}}}}`,
    pairs: 'AS mock',
  },
  { file: 'broken.json', text: `{"appkey": "{A}", "secretkey": "{S}"`, pairs: 'AS ask' },
  {
    file: 'config.yaml',
    text: `# 키움\nkiwoom:\n  real: &base\n    app_key: {R}\n    secret_key: "{T}"\n  mock:\n    app_key: '{A}'\n    secret_key: >-\n      {S}\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'config.yml',
    text: `my_app: "{R}"\nappkey: "{A}"\nsecretkey: "{S}"\nmode: virtual\naccount: 81234567\n`,
    pairs: 'AS mock 81234567',
  },
  {
    file: 'docker-compose.yml',
    text: `services:\n  bot:\n    environment:\n      KIWOOM_APPKEY: {A}\n      KIWOOM_SECRETKEY: {S}\n---\nother: 1\n`,
    pairs: 'AS ask',
  },
  {
    file: 'config.yaml',
    text: `defaults: &d\n  appkey: {A}\n  secretkey: {S}\nmock:\n  <<: *d\n`,
    pairs: 'AS ask, AS mock',
  },
  {
    file: 'config.toml',
    text: `title = "bot"\n[kiwoom.mock]\nappkey = "{A}"\nsecretkey = "{S}"\naccount_no = "81234567"\n\n[kiwoom.real]\nappkey = ""\nsecretkey = ""\n`,
    pairs: 'AS mock 81234567',
    notTaken: 'empty',
  },
  {
    file: 'secrets.toml',
    text: `KIWOOM_APPKEY = "{A}"\nKIWOOM_SECRETKEY = "{S}"\nKIWOOM_IS_MOCK = true\n`,
    pairs: 'AS mock',
  },
  { file: 'keys.txt', text: `{A}\r\n{S}\r\n`, pairs: 'AS ask' },
  { file: '81234567_keys.txt', text: `{A}\n\n{S}`, pairs: 'AS ask 81234567' },
  { file: 'memo.txt', text: `appkey : {A}\nsecretkey : {S}\n`, pairs: 'AS ask' },
  { file: '키움 모의투자.txt', text: `App Key: {A}\nSecret Key: {S}\n`, pairs: 'AS mock' },
  {
    file: 'memo.txt',
    text: `앱키 = {A}\n시크릿키 = {S}\n계좌번호 = 81234567\n`,
    pairs: 'AS ask 81234567',
  },
  { file: 'memo.txt', text: `APP KEY\n{A}\nSECRET KEY\n{S}\n`, pairs: 'AS ask' },
  {
    file: 'memo.md',
    text: `# 실전투자\n- appkey: \`{R}\`\n- secretkey: \`{T}\`\n\n# 모의투자\n- appkey: {A} (2026-11)\n- secretkey: {S}\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'memo.txt',
    text: `계좌: 51234567\nappkey: {R}\nsecretkey: {T}\n\n계좌: 81234567\nappkey: {A}\nsecretkey: {S}\n`,
    pairs: 'RT ask 51234567, AS ask 81234567',
  },
  {
    file: '메모.txt',
    text: `키움 모의투자 (계좌 81234567)\n앱키 : {A}\n시크릿키 : {S}\n\n실전투자 (계좌번호 51234567)\nApp Key: {R}\nSecret Key: {T}\n`,
    pairs: 'AS mock 81234567, RT real 51234567',
  },
  {
    file: '메모.txt',
    text: `키움 모의투자\n앱키 : {A}\n시크릿키 : {S}\n\n실전투자\n앱키 : {K}\n시크릿키 : {L}\n`,
    pairs: 'AS mock',
    notTaken: 'beside-kiwoom',
  },
  {
    file: 'memo.txt',
    text: `appkey: {R}\nappkey: {A}\nsecretkey: {S}\nsecretkey: {T}\n`,
    pairs: '',
    notTaken: 'half',
  },
  {
    file: 'memo.txt',
    text: `appkey: {A}\nsecretkey: {S}\nappkey: {R}\nsecretkey:\n`,
    pairs: 'AS ask',
    notTaken: 'half',
  },
  { file: 'memo.txt', text: `appkey: “{A}”,\nsecretkey: ‘{S}’;\n`, pairs: 'AS ask' },
  {
    file: 'run.sh',
    text: `#!/bin/sh\nexport KIWOOM_APPKEY={A}\nexport KIWOOM_SECRETKEY="{S}"\n`,
    pairs: 'AS ask',
  },
  {
    file: 'run.ps1',
    text: `$env:KIWOOM_APPKEY = "{A}"\n$env:KIWOOM_SECRETKEY = "{S}"\n`,
    pairs: 'AS ask',
  },
  {
    file: 'run.bat',
    text: `set KIWOOM_APPKEY={A}\r\nset KIWOOM_SECRETKEY={S}\r\n`,
    pairs: 'AS ask',
  },
  {
    file: 'token.http',
    text: `@appkey = {A}\n@secretkey = {S}\nPOST https://mockapi.kiwoom.com/oauth2/token\n\n{"appkey": "{{appkey}}", "secretkey": "{{secretkey}}"}\n`,
    pairs: 'AS mock',
  },
  {
    file: 'two.http',
    text: `### real\nPOST https://api.kiwoom.com/oauth2/token HTTP/1.1\nContent-Type: application/json\n\n{"grant_type": "client_credentials",\n "appkey": "{R}",\n "secretkey": "{T}"}\n\n### mock\nPOST https://mockapi.kiwoom.com/oauth2/token\n\n{"appkey": "{A}", "secretkey": "{S}"}\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'host.rest',
    text: `###\nPOST /oauth2/token HTTP/1.1\nHost: mockapi.kiwoom.com\n\n{"appkey": "{A}", "secretkey": "{S}"}\n\n###\nGET https://example.com/\n`,
    pairs: 'AS mock',
  },
  {
    file: 'brokers.http',
    text: `###\nPOST https://openapi.koreainvestment.com:9443/oauth2/tokenP\n\n{"appkey": "{R}", "appsecret": "{T}"}\n\n###\nPOST https://api.kiwoom.com/oauth2/token\n\n{"appkey": "{A}", "secretkey": "{S}"}\n`,
    pairs: 'AS real',
    notTaken: 'other-broker',
  },
  {
    file: '.env',
    text: `APPKEY={R}\nAPPSECRET={T}\n\nexport APPKEY = {A}\nSECRETKEY="{S}"\n`,
    pairs: 'AS ask',
  },
  {
    file: '.env',
    text: `APPKEY={R}\nAPPKEY={A}\nSECRETKEY={S}\n`,
    pairs: 'AS ask',
  },
  {
    file: 'kiwoom.postman_collection.json',
    text: JSON.stringify({
      item: [
        {
          name: 'token',
          request: {
            url: { raw: 'https://mockapi.kiwoom.com/oauth2/token' },
            body: { mode: 'raw', raw: '{"appkey": "{A}", "secretkey": "{S}"}' },
          },
        },
      ],
    }),
    pairs: 'AS ask',
  },
  {
    file: 'token.bat',
    text: `curl -X POST ^\r\n  https://mockapi.kiwoom.com/oauth2/token ^\r\n  -d "{\\"appkey\\":\\"{A}\\",\\"secretkey\\":\\"{S}\\"}"\r\n`,
    pairs: 'AS mock',
  },
  {
    file: 'titles.http',
    text: `### 실전 토큰\nPOST https://api.kiwoom.com/oauth2/token\n\n{"appkey":"{R}","secretkey":"{T}"}\n\n### 모의 토큰\nPOST {{host}}/oauth2/token\n\n{"appkey":"{A}","secretkey":"{S}"}\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'variable.http',
    text: `### token\nPOST https://api.kiwoom.com/oauth2/token\n\n{"appkey":"{R}","secretkey":"{T}"}\n\n### token\nPOST {{host}}/oauth2/token\n\n{"appkey":"{A}","secretkey":"{S}"}\n`,
    pairs: 'RT real, AS ask',
  },
  {
    file: 'host.http',
    text: `@host = https://mockapi.kiwoom.com\n### token\nPOST {{host}}/oauth2/token\n\n{"appkey":"{A}","secretkey":"{S}"}\n`,
    pairs: 'AS mock',
  },
  {
    file: 'commands.sh',
    text: `APPKEY={A}\nSECRETKEY={S}\ncurl https://api.kiwoom.com/api/dostk/stkinfo\n\ncurl $HOST/oauth2/token -d "{\\"appkey\\":\\"$APPKEY\\"}"\n`,
    pairs: 'AS ask',
    notTaken: 'half',
  },
  {
    file: 'command.sh',
    text: `APPKEY={A}\nSECRETKEY={S}\ncurl https://mockapi.kiwoom.com/oauth2/token -d "{\\"appkey\\":\\"$APPKEY\\",\\"secretkey\\":\\"$SECRETKEY\\"}"\n`,
    pairs: 'AS mock',
    notTaken: 'placeholder',
  },
  {
    file: 'tokens.md',
    text: `# Tokens\n\n\`\`\`sh\ncurl -X POST https://api.kiwoom.com/oauth2/token \\\n  -d '{"appkey":"{R}","secretkey":"{T}"}'\n\`\`\`\n\n\`\`\`sh\ncurl -X POST https://mockapi.kiwoom.com/oauth2/token \\\n  -d '{"appkey":"{A}","secretkey":"{S}"}'\n\`\`\`\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'dashes.txt',
    text: `APP KEY\n{S}\nSECRET KEY\n{T}\n`,
    pairs: 'ST ask',
  },
  {
    file: 'brokers.ini',
    text: `appkey={R}\nappsecret={T}\nappkey={A}\nsecretkey={S}\n`,
    pairs: 'AS ask',
  },
  {
    file: 'tokens.py',
    text: `r = requests.post(url, json={\n    "appkey": "{R}",\n    "appsecret": "{T}",\n})\nr = requests.post(kiwoom, json={\n    "appkey": "{A}",\n    "secretkey": "{S}",\n})\n`,
    pairs: 'RT ask, AS ask',
  },
  {
    file: 'variables.http',
    text: `###\n@appkey = {A}\n\n###\n@secretkey = {S}\n\n###\nPOST https://api.kiwoom.com/oauth2/token\n\n###\nPOST https://mockapi.kiwoom.com/oauth2/token\n`,
    pairs: 'AS ask',
  },
  {
    file: 'tokens.sh',
    text: `curl -X POST https://api.kiwoom.com/oauth2/token -d '{"appkey":"{R}","secretkey":"{T}"}'\n\ncurl -s -X POST \\\n  'https://mockapi.kiwoom.com/oauth2/token' \\\n  -d '{\n    "appkey": "{A}",\n    "secretkey": "{S}"\n  }'\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'token.sh',
    text: `TOKEN=$(curl -s https://mockapi.kiwoom.com/oauth2/token -d '{"appkey":"{A}","secretkey":"{S}"}' | jq -r .token)\n\nhttp POST https://api.kiwoom.com/oauth2/token grant_type=client_credentials appkey={R} secretkey={T}\n`,
    pairs: 'AS mock, RT real',
  },
  {
    file: 'curl.txt',
    text: `$ curl https://mockapi.kiwoom.com/oauth2/token --data '{"appkey":"{A}","secretkey":"{S}"}'\n\nhttps://api.kiwoom.com is the other one\n`,
    pairs: 'AS mock',
  },
  {
    file: 'kiwoom.properties',
    text: `# \\uc2e4\\uc804\nappkey {A}\nsecretkey\t{S}\nenv \\uBAA8\\uC758\n`,
    pairs: 'AS mock',
  },
  {
    file: 'korean.properties',
    text: `\\uC571\\uD0A4={A}\n\\uC2DC\\uD06C\\uB9BF\\uD0A4 : {S}\n`,
    pairs: 'AS ask',
  },
  {
    file: 'README.md',
    text: `Put your APP_KEY and SECRET_KEY into .env:\n\nAPP_KEY=your_app_key\nSECRET_KEY=your_secret_key\n`,
    pairs: '',
    notTaken: 'placeholder',
  },
  {
    file: 'accounts.csv',
    text: `계좌번호,구분,앱키,시크릿키\n51234567,실전,{R},{T}\n81234567,모의,"{A}","{S}"\n`,
    pairs: 'RT real 51234567, AS mock 81234567',
  },
  {
    file: 'memo.md',
    text: `# 키움\n\n| 구분 | 앱키 | 시크릿키 |\n|---|:---:|---|\n| 실전 | {R} | {T} |\n| 모의 | \`{A}\` | {S} |\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'accounts.tsv',
    text: `broker\tappkey\tsecretkey\nkis\t{R}\t{T}\nkiwoom\t{A}\t{S}\n`,
    pairs: 'AS ask',
    notTaken: 'other-broker',
  },
  {
    file: 'trading.ipynb',
    text: JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: ['# APP_KEY = "{R}"\n'] },
        {
          cell_type: 'code',
          source: ['APP_KEY = "{A}"\n', "APP_SECRET = '{S}'\n", 'IS_MOCK = True'],
          outputs: [],
        },
      ],
    }),
    pairs: 'AS mock',
  },
  {
    file: 'broken.ipynb',
    text: `{"cells": [{"source": ["APP_SECRET = 1`,
    pairs: '',
    notTaken: 'half',
  },
  {
    file: 'deploy.yaml',
    text: `spec:\n  containers:\n    - env:\n        - name: KIWOOM_APPKEY\n          value: {A}\n        - name: KIWOOM_SECRETKEY\n          value: {S}\n        - name: KIWOOM_MODE\n          value: mock\n`,
    pairs: 'AS mock',
  },
  {
    file: 'postman.json',
    text: `{"values":[{"key":"host","value":"https://mockapi.kiwoom.com"},{"key":"appkey","value":"{A}"},{"key":"secretkey","value":"{S}"}]}`,
    pairs: 'AS mock',
  },
  {
    file: 'Dockerfile',
    text: `FROM python:3\nENV KIWOOM_APPKEY={A} KIWOOM_SECRETKEY={S}\nENV KIWOOM_MODE mock\n`,
    pairs: 'AS mock',
  },
  {
    file: '.envrc',
    text: `dotenv\nexport KIWOOM_APPKEY={A}; export KIWOOM_SECRETKEY={S};\nPATH_add bin\n`,
    pairs: 'AS ask',
  },
  {
    file: '.envrc',
    text: `export KIWOOM_APPKEY=$(pass kiwoom/appkey)\nexport KIWOOM_SECRETKEY=$(pass kiwoom/secret)\n`,
    pairs: '',
    notTaken: 'placeholder',
  },
  {
    file: 'run.sh',
    text: `docker run -e APP_KEY={A} -e APP_SECRET={S} -e KIWOOM_MODE=demo \\\n  bot\n`,
    pairs: 'AS mock',
  },
  {
    file: 'set.bat',
    text: `@echo off\r\nrem set APP_KEY={R}\r\nset "APP_KEY={A}"\r\nset "APP_SECRET={S}"\r\nset KIWOOM_MODE=demo\r\n`,
    pairs: 'AS mock',
  },
  {
    file: 'set.cmd',
    text: `setx KIWOOM_APPKEY "{A}"\r\nsetx KIWOOM_SECRETKEY {S} /M\r\n`,
    pairs: 'AS ask',
  },
  {
    file: 'set.ps1',
    text: `[Environment]::SetEnvironmentVariable("KIWOOM_APPKEY", "{A}", "User")\n[Environment]::SetEnvironmentVariable("KIWOOM_SECRETKEY", '{S}', "User")\n`,
    pairs: 'AS ask',
  },
  {
    file: 'keys.ps1',
    text: `$kiwoom = @{\n  Real = @{ AppKey = '{R}'; SecretKey = '{T}' }\n  Mock = @{ AppKey = '{A}'; SecretKey = '{S}' }\n}\n`,
    pairs: 'RT real, AS mock',
  },
  {
    file: 'settings.py',
    text: `APP_KEY = os.getenv("APP_KEY", "{A}")\nAPP_SECRET = os.getenv("APP_SECRET", '{S}')\n`,
    pairs: 'AS ask',
  },
  {
    file: 'main.py',
    text: `kiwoom_real = Kiwoom(appkey="{R}", secretkey="{T}")\nkiwoom_mock = Kiwoom(appkey="{A}", secretkey="{S}")\n`,
    pairs: 'RT real, AS mock',
  },
  { file: 'main.py', text: `Kiwoom(appkey="{A}", secretkey="{S}", mock=True)\n`, pairs: 'AS mock' },
  // Kiwoom's own Python sample: the address in a function, the keys below it
  {
    file: 'au10001.py',
    text: `def fn_au10001(data):\n\t#host = 'https://mockapi.kiwoom.com' # 모의투자\n\thost = 'https://api.kiwoom.com' # 실전투자\n\turl = host + '/oauth2/token'\n\nif __name__ == '__main__':\n\tparams = {\n\t\t'grant_type': 'client_credentials',\n\t\t'appkey': '{R}',  # 앱키\n\t\t'secretkey': '{T}',  # 시크릿키\n\t}\n\tfn_au10001(data=params)\n`,
    pairs: 'RT real',
  },
  {
    file: 'two.py',
    text: `APP_KEY = "{A}"\nSECRET_KEY = "{S}"\n\ndef mock():\n    return "https://mockapi.kiwoom.com"\n\ndef order():\n    host = "https://mockapi.kiwoom.com"\n\nasync def quote():\n    host = "https://api.kiwoom.com"\n`,
    pairs: 'AS ask',
  },
  {
    file: 'classes.py',
    text: `class Mock:\n    host = "https://mockapi.kiwoom.com"\n    def keys(self):\n        host = "https://mockapi.kiwoom.com"\n\nclass Other:\n    APP_KEY = "{A}"\n    SECRET_KEY = "{S}"\n`,
    pairs: 'AS ask Other',
  },
  // Notes as they are kept
  {
    file: 'memo.txt',
    text: `[홍길동] [오전 9:12] 키움 모의\n[홍길동] [오전 9:12] 앱키 {A}\n[홍길동] [오후 10:13] 시크릿 {S}\n`,
    pairs: 'AS mock',
  },
  {
    file: 'keys.md',
    text: `## 모의\n\n| 항목 | 값 |\n|---|---|\n| App Key | \`{A}\` |\n| Secret Key | {S} |\n\n## 실전\n\n| 항목 | 값 |\n| --- | --- |\n| App Key | {R} |\n| Secret Key | {T} |\n`,
    pairs: 'AS mock, RT real',
  },
  {
    file: 'keys.md',
    text: `| 구분 | 모의투자 | 실전투자 |\n|---|---|---|\n| 계좌번호 | 81234567 | 12345678-11 |\n| App Key | \`{A}\` | \`{R}\` |\n| Secret Key | \`{S}\` | \`{T}\` |\n`,
    pairs: 'AS mock 81234567, RT real 12345678-11',
  },
  {
    file: 'keys.csv',
    text: `,mock,real\nappkey,{A},{R}\nsecretkey,{S},{T}\n`,
    pairs: 'AS mock, RT real',
  },
  // Lists whose entries are called by their environment, and clients' own lists
  {
    file: 'config.yaml',
    text: `profiles:\n  - name: demo\n    app_key: {A}\n    app_secret: {S}\n  - name: real\n    app_key: {R}\n    app_secret: {T}\n`,
    pairs: 'AS mock, RT real',
  },
  {
    file: 'thunder.json',
    text: `[{"name":"kiwoom","variables":[{"name":"appkey","value":"{A}"},{"name":"secretkey","value":"{S}"}]}]`,
    pairs: 'AS ask',
  },
  {
    file: 'mock.bru',
    text: `vars {\n  host: https://mockapi.kiwoom.com\n  appkey: {A}\n  secretkey: {S}\n}\n`,
    pairs: 'AS mock',
  },
  // Code
  {
    file: 'settings.py',
    text: `class Settings(BaseSettings):\n    kiwoom_app_key: SecretStr = SecretStr("{A}")\n    kiwoom_secret_key: SecretStr = SecretStr("{S}")\n    kiwoom_env: Literal["mock", "real"] = "mock"\n`,
    pairs: 'AS mock',
  },
  {
    file: 'main.js',
    text: `const APP_KEY = process.env.KIWOOM_APP_KEY || "{R}";\nconst APP_SECRET = process.env["KIWOOM_APP_SECRET"] ?? '{T}';\nconst BASE = "https://api.kiwoom.com";\n`,
    pairs: 'RT real',
  },
  {
    file: 'main.py',
    text: `APP_KEY = os.getenv("KIWOOM_APP_KEY") or "{A}"\nAPP_SECRET = os.getenv("KIWOOM_APP_SECRET") or "{S}"\n`,
    pairs: 'AS ask',
  },
  {
    file: 'main.py',
    text: `APP_KEY = os.getenv("KIWOOM_APP_KEY")\nAPP_SECRET = os.getenv("KIWOOM_APP_SECRET")\n`,
    pairs: '',
  },
  {
    file: 'token.py',
    text: `r = requests.post("https://api.kiwoom.com/oauth2/token", json={"appkey": "{R}", "secretkey": "{T}"})\n`,
    pairs: 'RT real',
  },
  {
    file: 'token.py',
    text: `payload = {"appkey": "{A}", "secretkey": "{S}"}\nrequests.post('https://mockapi.kiwoom.com/oauth2/token', json=payload)\n`,
    pairs: 'AS mock',
  },
  {
    file: 'both.py',
    text: `APP_KEY = "{A}"\nSECRET_KEY = "{S}"\nrequests.post("https://mockapi.kiwoom.com/oauth2/token")\nrequests.post("https://api.kiwoom.com/oauth2/token")\n`,
    pairs: 'AS ask',
  },
  {
    file: 'bot.R',
    text: `app_key <- "{A}"\nsecret_key <- '{S}'\nis_mock <- TRUE\n`,
    pairs: 'AS mock',
  },
  // XML
  {
    file: 'App.config',
    text: `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <appSettings>\n    <add key="KiwoomAppKey" value="{A}" />\n    <add key="KiwoomSecretKey" value="{S}" />\n    <add key="KiwoomMode" value="mock" />\n    <!-- <add key="KiwoomAppKey" value="{R}" /> -->\n  </appSettings>\n</configuration>\n`,
    pairs: 'AS mock',
  },
  {
    file: 'config.xml',
    text: `<config>\n  <kis>\n    <appkey>{B}</appkey>\n    <secretkey>{C}</secretkey>\n  </kis>\n  <kiwoom>\n    <real account="81234567"><appkey>{R}</appkey><secretkey>{T}</secretkey></real>\n    <mock><appkey>{A}</appkey><secretkey>{S}</secretkey></mock>\n  </kiwoom>\n</config>\n`,
    pairs: 'RT real 81234567, AS mock',
    notTaken: 'other-broker',
  },
  {
    file: 'secrets.xml',
    text: `<resources>\n  <string name="kiwoom_app_key">{A}</string>\n  <string name="kiwoom_secret_key" translatable="false">{S}</string>\n</resources>\n`,
    pairs: 'AS ask',
  },
  {
    file: 'Secrets.plist',
    text: `<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x.dtd">\n<plist version="1.0"><dict>\n<key>Kiwoom</key><dict>\n<key>AppKey</key><string>{A}</string>\n<key>SecretKey</key>\n<string>{S}</string>\n<key>IsMock</key><string>true</string>\n</dict></dict></plist>\n`,
    pairs: 'AS mock',
  },
  {
    file: 'accounts.xml',
    text: `<accounts>\n<kiwoom env="mock" appkey="{A}" secretkey="{S}"/>\n<kiwoom env='real' appkey='{R}' secretkey='{T}'/>\n</accounts>\n`,
    pairs: 'AS mock, RT real',
  },
  // A bot on a server, shells and languages that say it in their own way
  {
    file: 'bot.service',
    text: `[Unit]\nDescription=bot\n[Service]\nEnvironment="KIWOOM_APP_KEY={A}"\nEnvironment='KIWOOM_APP_SECRET={S}'\nEnvironment=KIWOOM_MODE=demo\n`,
    pairs: 'AS mock',
  },
  {
    file: 'bot.service',
    text: `[Service]\nEnvironment="KIWOOM_APP_KEY={A}" "KIWOOM_APP_SECRET={S}" KIWOOM_MODE=demo\n`,
    pairs: 'AS mock',
  },
  {
    file: 'config.fish',
    text: `set -gx KIWOOM_APP_KEY {A}\nset -gx KIWOOM_SECRET_KEY "{S}"\nset --export KIWOOM_MODE demo\n`,
    pairs: 'AS mock',
  },
  {
    file: 'main.rs',
    text: `const KIWOOM_APP_KEY: &str = "{A}";\npub static KIWOOM_SECRET_KEY: &'static str = "{S}";\nconst BASE: &str = "https://mockapi.kiwoom.com";\n`,
    pairs: 'AS mock',
  },
  {
    file: 'Main.java',
    text: `var client = Kiwoom.builder()\n    .appKey("{A}")\n    .secretKey("{S}")\n    .baseUrl("https://mockapi.kiwoom.com")\n    .build();\n`,
    pairs: 'AS mock',
  },
  {
    file: 'Main.cs',
    text: `api.SetAppKey("{A}");\napi.SetSecretKey("{S}");\napi.SetMock(true);\n`,
    pairs: 'AS mock',
  },
  {
    file: 'secret.yaml',
    text: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: kiwoom\nstringData:\n  appkey: "{A}"\n  secretkey: "{S}"\n`,
    pairs: 'AS ask',
  },
  { file: 'memo.txt', text: `키움 모의투자\nApp Key\t{A}\nSecret Key {S}\n`, pairs: 'AS mock' },
  {
    file: 'memo.txt',
    text: `[실전] 계좌 81234567-11\n앱키: {R}\n시크릿키: {T}\n\n[모의] 계좌 12345678 (2026-11-27)\n앱키: {A}\n시크릿키: {S}\n`,
    pairs: 'RT real 81234567-11, AS mock 12345678',
  },
  {
    file: 'memo.txt',
    text: `앱키\u200B: \u200B{A}\u200B\n시크릿키:\u00A0{S}\u00A0\n`,
    pairs: 'AS ask',
  },
  { file: 'notes.txt', text: 'The secret of the key: there is none.\n', pairs: '' },
];

export const corpus: readonly KeptKeys[] = [...envFiles, ...files];

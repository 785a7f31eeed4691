import type { DiagnosticCode } from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { type Cases, hosts, requestWith, secrets } from './given.ts';

const { mockToken, realToken, secretkey, appkey, strangeToken, strangeKey } = secrets;

const issue = (body: string, host: string = hosts.real): string =>
  `POST ${host}/oauth2/token\nContent-Type: application/json\n\n${body}\n`;

const keyBody = (app: string, secret: string): string =>
  `{ "grant_type": "client_credentials", "appkey": "${app}", "secretkey": "${secret}" }`;

export const secretCases = {
  'known-secret': {
    fires: [
      {
        when: 'a token is in a comment',
        text: `# ${mockToken}\n`,
        at: mockToken,
        severity: 'warning',
      },
      { when: 'a token is a variable', text: `@t=${realToken}\n`, at: realToken },
      {
        when: 'a secret key is in a body',
        text: `POST https://a.test\n\n{"k":"${secretkey}"}`,
        at: secretkey,
        severity: 'error',
      },
      {
        when: 'an app key is in a cURL command',
        text: `curl https://a.test -d 'appkey=${appkey}'`,
        at: appkey,
        severity: 'warning',
      },
      {
        when: 'a token is a header',
        text: requestWith({ authorization: `Bearer ${mockToken}` }),
        at: mockToken,
      },
    ],
    silent: [
      { when: 'it is another value of that shape', text: `# ${strangeToken} ${strangeKey}\n` },
      { when: 'it is part of a longer word', text: `# a${mockToken} ${secretkey}b\n` },
    ],
  },
  'secret-look-alike': {
    fires: [
      {
        when: 'a token is a header',
        text: requestWith({ authorization: `Bearer ${strangeToken}` }),
        at: strangeToken,
        severity: 'warning',
      },
      { when: 'keys are in a body', text: issue(keyBody(strangeKey, '{{mine}}')), at: strangeKey },
      {
        when: 'a header holds a key',
        text: `POST ${hosts.real}/api/dostk/acnt\nappkey: ${strangeKey}\nauthorization: Bearer {{a}}\napi-id: ka00001\nContent-Type: application/json\n`,
        at: strangeKey,
      },
      {
        when: 'a cURL command holds a key',
        text: `curl ${hosts.real}/oauth2/token -d '{"secretkey":"${strangeKey}"}'`,
        at: strangeKey,
      },
      {
        when: 'the first of several messages logs in',
        text: `WS wss://api.kiwoom.com:10000/api/dostk/websocket\n\n{"trnm":"LOGIN","token":"${strangeToken}"}\n=== wait-for-server\n{"trnm":"REG"}\n`,
        at: strangeToken,
      },
      {
        when: 'the token is in a variable of another block',
        text: `@mine=${strangeToken}\n\n${requestWith({ authorization: 'Bearer {{mine}}' })}`,
        at: '/api/dostk/stkinfo',
      },
      ...[
        strangeToken,
        `Token ${strangeToken}`,
        `"${strangeToken}"`,
        `Bearer "${strangeToken}"`,
      ].map((authorization) => ({
        when: `a token is not behind the right word: ${authorization}`,
        text: requestWith({ authorization }),
        at: strangeToken,
      })),
      {
        when: 'the token is in a variable, in quotes',
        text: requestWith({ authorization: 'Bearer {{token}}' }).replace(
          'POST',
          `@token = "${strangeToken}"\nPOST`,
        ),
        at: strangeToken,
      },
      {
        when: 'keys are in a variable',
        text: `@app = ${strangeKey}\n\n${issue(keyBody('{{app}}', '{{mine}}'))}`,
        at: strangeKey,
      },
      ...[
        issue(`grant_type=client_credentials&appkey=${strangeKey}&secretkey={{mine}}`),
        issue(`grant_type=client_credentials\n&secretkey=${strangeKey}`),
        `POST ${hosts.real}/oauth2/token?appkey=${strangeKey}\n`,
        `POST ${hosts.real}/oauth2/token\n  ?a=b\n  &appkey=${strangeKey}\n`,
        `curl ${hosts.real}/oauth2/token -d 'a=b&secretkey=${strangeKey}'`,
        `curl ${hosts.real}/oauth2/token -d a=b -d secretkey=${strangeKey}`,
      ].map((text) => ({ when: `keys are in a form: ${text}`, text, at: strangeKey })),
    ],
    silent: [
      {
        when: 'the request is not for Kiwoom',
        text: `POST https://a.test\nAuthorization: Bearer ${strangeToken}\n`,
      },
      { when: 'the length is another', text: requestWith({ authorization: 'Bearer abc' }) },
      {
        when: 'it is part of a longer word',
        text: requestWith({ authorization: `Bearer ${strangeToken}x` }),
      },
      { when: 'another field of a form has it', text: issue(`note=${strangeKey}`) },
      {
        when: 'it is somewhere else in the request',
        text: requestWith({ body: `{"stk_cd":"005930","note":"${strangeToken}"}` }),
      },
      { when: 'it is one of ours', text: requestWith({ authorization: `Bearer ${mockToken}` }) },
    ],
  },
  'keys-without-gateway': {
    fires: [
      {
        when: 'the keys would come from it',
        text: issue(keyBody('{{$processEnv KIWOOM_APPKEY}}', '{{$processEnv KIWOOM_SECRETKEY}}')),
        at: '/oauth2/token',
        severity: 'warning',
      },
      {
        when: 'a variable of the file holds the reference',
        text: `@app={{process.env.KIWOOM_APPKEY}}\n${issue(keyBody('{{app}}', '{{mine}}'), '{{$processEnv KIWOOM_HOST}}')}`,
        at: '/oauth2/token',
      },
    ],
    silent: [
      { when: 'keys come from elsewhere', text: issue(keyBody('{{a}}', '{{$processEnv B}}')) },
      { when: 'the request is another', text: requestWith() },
    ],
  },
  'keys-in-request': {
    fires: [
      {
        when: 'a key is written out',
        text: issue(keyBody(appkey, secretkey)),
        at: '/oauth2/token',
        severity: 'error',
      },
      {
        when: 'a key comes from a variable',
        text: issue(keyBody('{{a}}', '{{$processEnv B}}')),
        at: '/oauth2/token',
        severity: 'information',
      },
      {
        when: 'a key is in a variable of the file',
        text: `@app=${strangeKey}\n${issue(keyBody('{{app}}', '{{$processEnv B}}'))}`,
        at: '/oauth2/token',
        severity: 'error',
      },
      {
        when: 'a form has them',
        text: issue(`appkey={{a}}&secretkey=${strangeKey}`),
        at: '/oauth2/token',
        severity: 'error',
      },
      {
        when: 'a token is revoked',
        text: `POST {{kiwoomHost}}/oauth2/revoke\n\n${keyBody(strangeKey, strangeKey)}`,
        at: '/oauth2/revoke',
      },
      {
        when: 'cURL does it',
        text: `curl ${hosts.real}/oauth2/token -d '${keyBody(strangeKey, strangeKey)}'`,
        at: '/oauth2/token',
      },
    ],
    silent: [
      { when: 'they are placeholders', text: issue(keyBody('YOUR_APPKEY', '...')) },
      {
        when: 'it goes to somebody else',
        text: issue(keyBody(strangeKey, strangeKey), 'https://a.test'),
      },
      { when: 'the request is another', text: requestWith() },
    ],
  },
} as const satisfies Partial<Record<DiagnosticCode, Cases>>;

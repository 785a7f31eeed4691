import type { DiagnosticCode } from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { type Cases, hosts, mock, real, requestWith, secrets } from './given.ts';

const { mockToken, realToken, strangeToken } = secrets;

const webSocketTo = (host: string): string =>
  `WS ${host}/api/dostk/websocket\n\n{ "trnm": "CNSRLST" }\n`;

const loginAt = (host: string, token = '{{$processEnv KIWOOM_TOKEN}}'): string =>
  `WS ${host}/api/dostk/websocket\n\n{ "trnm": "LOGIN", "token": "${token}" }\n`;

export const destinationCases = {
  'no-token': {
    fires: [
      {
        when: 'none is held for the account',
        text: requestWith(),
        at: 'Bearer {{$processEnv KIWOOM_TOKEN}}',
        severity: 'warning',
        references: { active: { profile: mock, token: 'none' } },
      },
      {
        when: 'a login would send it',
        text: loginAt('{{$processEnv KIWOOM_WS_HOST}}'),
        at: '"{{$processEnv KIWOOM_TOKEN}}"',
        references: { active: { profile: mock, token: 'none' } },
      },
      {
        when: 'it would be revoked',
        text: `POST {{$processEnv KIWOOM_HOST}}/oauth2/revoke\n\n{ "token": "{{$processEnv KIWOOM_TOKEN}}" }\n`,
        at: '"{{$processEnv KIWOOM_TOKEN}}"',
        references: { active: { profile: mock, token: 'none' } },
      },
      {
        when: 'there is no account of that environment',
        text: requestWith({
          host: hosts.real,
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
        }),
        at: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
        references: { real: { profile: undefined, token: 'none' } },
      },
    ],
    silent: [
      { when: 'one is held', text: requestWith() },
      {
        when: 'a message over the WebSocket has none',
        text: webSocketTo('{{$processEnv KIWOOM_WS_HOST}}'),
        references: { active: { profile: mock, token: 'none' } },
      },
      {
        when: 'nothing is handed out',
        text: requestWith(),
        references: { active: { profile: mock, token: 'unknown' } },
      },
      {
        when: 'REST Client chooses the environment',
        text: requestWith({
          host: '{{kiwoomHost}}',
          authorization: 'Bearer {{$processEnv %kiwoomTokenVar}}',
        }),
        references: { active: { profile: mock, token: 'none' } },
      },
    ],
  },
  'token-of-other-environment': {
    fires: [
      {
        when: 'both are written',
        text: requestWith({
          host: hosts.real,
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}',
        }),
        at: 'Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}',
        severity: 'error',
      },
      {
        when: 'the active account is of the other one',
        text: requestWith({ host: hosts.real }),
        at: 'Bearer {{$processEnv KIWOOM_TOKEN}}',
      },
      {
        when: 'the host is a reference',
        text: requestWith({
          host: '{{$processEnv KIWOOM_HOST_MOCK}}',
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
        }),
        at: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
      },
      {
        when: 'the token is written out',
        text: requestWith({ host: hosts.mock, authorization: `Bearer ${realToken}` }),
        at: `Bearer ${realToken}`,
      },
      {
        when: 'it is in a login',
        text: loginAt('{{$processEnv KIWOOM_WS_HOST_REAL}}'),
        at: '"{{$processEnv KIWOOM_TOKEN}}"',
      },
      {
        when: 'it is written into a login',
        text: loginAt('wss://api.kiwoom.com:10000', mockToken),
        at: `"${mockToken}"`,
      },
    ],
    silent: [
      { when: 'they fit', text: requestWith({ host: hosts.mock }) },
      {
        when: 'the account is chosen with the host',
        text: requestWith(),
        references: { active: { profile: real, token: 'held' } },
      },
      {
        when: 'the host is a variable',
        text: requestWith({
          host: '{{somewhere}}',
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
        }),
      },
      {
        when: 'REST Client chooses the host',
        text: requestWith({
          host: '{{kiwoomHost}}',
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
        }),
      },
      {
        when: 'there is no account',
        text: requestWith({ host: hosts.real }),
        references: { active: { profile: undefined, token: 'unknown' } },
      },
    ],
  },
  'foreign-host': {
    fires: [
      {
        when: 'a reference goes to somebody else',
        text: requestWith({ host: 'https://example.com' }),
        at: 'https://example.com',
        severity: 'error',
      },
      {
        when: 'the host only begins like it',
        text: requestWith({ host: 'https://api.kiwoom.com.evil.test' }),
        at: 'https://api.kiwoom.com.evil.test',
        severity: 'error',
      },
      {
        when: 'the host is more than the reference',
        text: requestWith({ host: '{{$processEnv KIWOOM_HOST}}@evil.test' }),
        at: '{{$processEnv KIWOOM_HOST}}@evil.test',
        severity: 'error',
      },
      {
        when: 'two schemes stand before it',
        text: requestWith({ host: 'https://https://evil.test' }),
        at: 'https://https://evil.test',
        severity: 'error',
      },
      {
        when: 'a backslash hides where the host ends',
        text: requestWith({ host: 'https://evil.test\\@api.kiwoom.com' }),
        at: 'https://evil.test\\@api.kiwoom.com',
        severity: 'error',
      },
      {
        when: 'a token of ours is written out',
        text: requestWith({ host: 'https://example.com', authorization: `Bearer ${mockToken}` }),
        at: 'https://example.com',
      },
      {
        when: 'it stays on this computer',
        text: requestWith({ host: 'http://127.0.0.1:9000' }),
        at: 'http://127.0.0.1:9000',
        severity: 'warning',
      },
      {
        when: 'cURL does it',
        text: 'curl https://example.com -H "Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}"',
        at: 'https://example.com',
      },
    ],
    silent: [
      { when: 'it goes to Kiwoom', text: requestWith() },
      { when: 'the host is not known', text: requestWith({ host: '{{elsewhere}}' }) },
      ...[
        'https://{{host}}',
        'http://{{host}}:443',
        'https://{{sub}}.kiwoom.com',
        'https://{{$processEnv KIWOOM_HOST}}',
        'https://https://mockapi.kiwoom.com',
        '{{protocol}}://mockapi.kiwoom.com',
      ].map((host) => ({ when: `a variable is a part of ${host}`, text: requestWith({ host }) })),
      {
        when: 'the token is not ours',
        text: requestWith({ host: 'https://example.com', authorization: `Bearer ${strangeToken}` }),
      },
    ],
  },
  'double-scheme': {
    fires: [
      ...[
        'https://{{$processEnv KIWOOM_HOST}}',
        'https://{{ $processEnv KIWOOM_HOST_REAL }}:443',
        'http://{{kiwoomHost}}',
        'https://{{process.env.KIWOOM_HOST}}',
        'https://https://mockapi.kiwoom.com',
      ].map((host) => ({
        when: `it goes to ${host}`,
        text: requestWith({ host }),
        at: /^https?:\/\//.exec(host)?.[0] ?? '',
        severity: 'error' as const,
      })),
      {
        when: 'its variable has a scheme',
        text: `@host = https://mockapi.kiwoom.com\n${requestWith({ host: 'https://{{host}}' })}`,
        at: 'https://',
      },
      {
        when: 'a variable that nobody knows stands for the scheme',
        text: requestWith({ host: '{{protocol}}://{{$processEnv KIWOOM_HOST}}' }),
        at: '{{protocol}}://',
      },
      {
        when: 'a variable holds both',
        text: `@url = https://{{$processEnv KIWOOM_HOST}}\n${requestWith({ host: '{{url}}' })}`,
        at: '{{url}}',
      },
      {
        when: 'a WebSocket is meant',
        text: `WS wss://{{$processEnv KIWOOM_HOST}}:10000/api/dostk/websocket\n`,
        at: 'wss://',
      },
      {
        when: 'cURL does it',
        text: `curl "https://{{$processEnv KIWOOM_HOST}}/api/dostk/acnt"`,
        at: 'https://',
      },
    ],
    silent: [
      { when: 'the variable stands alone', text: requestWith() },
      { when: 'the variable is not known', text: requestWith({ host: 'https://{{host}}' }) },
      {
        when: 'the variable has none',
        text: `@host = mockapi.kiwoom.com\n${requestWith({ host: 'https://{{host}}' })}`,
      },
      {
        when: 'the query has another URL',
        text: requestWith({ host: hosts.mock, path: '/api/dostk/acnt?from=https://a.test' }),
      },
    ],
  },
  'host-of-other-protocol': {
    fires: [
      {
        when: 'a WebSocket goes to the host of calls',
        text: webSocketTo('{{$processEnv KIWOOM_HOST_MOCK}}'),
        at: '{{$processEnv KIWOOM_HOST_MOCK}}',
        severity: 'warning',
      },
      {
        when: 'a WebSocket goes to the host of REST Client’s environment',
        text: webSocketTo('{{kiwoomHost}}'),
        at: '{{kiwoomHost}}',
      },
      {
        when: 'a call goes to the host of WebSockets',
        text: requestWith({ host: '{{$processEnv KIWOOM_WS_HOST}}' }),
        at: '{{$processEnv KIWOOM_WS_HOST}}',
        severity: 'error',
      },
      {
        when: 'a variable of the file holds it',
        text: `@host = {{$processEnv KIWOOM_WS_HOST}}\n${requestWith({ host: '{{host}}' })}`,
        at: '{{host}}',
      },
      {
        when: 'cURL does it',
        text: `curl "{{$processEnv KIWOOM_WS_HOST_REAL}}/api/dostk/acnt"`,
        at: '{{$processEnv KIWOOM_WS_HOST_REAL}}',
      },
    ],
    silent: [
      { when: 'a call goes to its own', text: requestWith() },
      { when: 'a WebSocket does', text: webSocketTo('{{$processEnv KIWOOM_WS_HOST}}') },
      { when: 'the host is written', text: webSocketTo('wss://mockapi.kiwoom.com:10000') },
      { when: 'it is another protocol', text: 'SSE {{$processEnv KIWOOM_HOST}}/api/dostk/acnt\n' },
      {
        when: 'a second scheme is the worse mistake',
        text: webSocketTo('wss://{{$processEnv KIWOOM_HOST}}'),
      },
    ],
  },
  'host-elsewhere': {
    fires: [
      {
        when: 'a variable of ours is named like one of the file',
        text: requestWith({ host: '{{KIWOOM_HOST_REAL}}' }),
        at: '{{KIWOOM_HOST_REAL}}',
        severity: 'information',
      },
      {
        when: 'a reference is misspelt',
        text: requestWith({ host: '{{processEnv kiwoom_host}}' }),
        at: '{{processEnv kiwoom_host}}',
        severity: 'error',
      },
      {
        when: 'a WebSocket goes there',
        text: webSocketTo('{{KIWOOM_WS_HOST}}'),
        at: '{{KIWOOM_WS_HOST}}',
      },
      {
        when: 'a variable of the file holds it',
        text: `@host = {{KIWOOM_HOST}}\n${requestWith({ host: '{{host}}' })}`,
        at: '{{host}}',
      },
    ],
    silent: [
      { when: 'it is a reference', text: requestWith() },
      { when: 'httpyac evaluates it', text: requestWith({ host: '{{process.env.KIWOOM_HOST}}' }) },
      {
        when: 'the file defines it',
        text: `@KIWOOM_HOST = ${hosts.real}\n${requestWith({ host: '{{KIWOOM_HOST}}' })}`,
      },
      { when: 'it is another variable', text: requestWith({ host: '{{baseUrl}}' }) },
    ],
  },
  'clear-text': {
    fires: [
      {
        when: 'the token is in a login',
        text: loginAt('ws://mockapi.kiwoom.com:10000'),
        at: 'ws://mockapi.kiwoom.com:10000',
      },
      {
        when: 'the host has http',
        text: requestWith({ host: 'http://mockapi.kiwoom.com' }),
        at: 'http://mockapi.kiwoom.com',
        severity: 'error',
      },
      {
        when: 'the host has no scheme',
        text: requestWith({ host: 'mockapi.kiwoom.com' }),
        at: 'mockapi.kiwoom.com',
      },
      {
        when: 'the host is a header, for which both clients take http',
        text: requestWith({ host: '' }).replace('\nContent', '\nHost: mockapi.kiwoom.com\nContent'),
        at: 'mockapi.kiwoom.com',
      },
      {
        when: 'a variable holds the host',
        text: `@host = http://mockapi.kiwoom.com\n${requestWith({ host: '{{host}}' })}`,
        at: '{{host}}',
      },
      {
        when: 'a WebSocket is meant',
        text: 'WS ws://mockapi.kiwoom.com:10000/api/dostk/websocket\nAuthorization: Bearer {{$processEnv KIWOOM_TOKEN}}\n',
        at: 'ws://mockapi.kiwoom.com:10000',
      },
      {
        when: 'the token is a variable of the user’s',
        text: requestWith({ host: 'http://api.kiwoom.com', authorization: 'Bearer {{mine}}' }),
        at: 'http://api.kiwoom.com',
      },
      {
        when: 'cURL does it',
        text: 'curl mockapi.kiwoom.com/x -H "Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}"',
        at: 'mockapi.kiwoom.com',
      },
    ],
    silent: [
      { when: 'it is encrypted', text: requestWith({ host: 'https://mockapi.kiwoom.com' }) },
      {
        when: 'the header names the port of https',
        text: requestWith({ host: '' }).replace(
          '\nContent',
          '\nHost: mockapi.kiwoom.com:443\nContent',
        ),
      },
      { when: 'the host is a reference', text: requestWith() },
      {
        when: 'it carries no token',
        text: requestWith({ host: 'http://mockapi.kiwoom.com', authorization: undefined }),
      },
      { when: 'it goes to somebody else', text: requestWith({ host: 'http://example.com' }) },
    ],
  },
} as const satisfies Partial<Record<DiagnosticCode, Cases>>;

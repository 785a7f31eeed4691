import type { DiagnosticCode } from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { type Cases, hosts, real, requestWith } from './given.ts';

const issue = (body: string, host = hosts.real): string =>
  `POST ${host}/oauth2/token\nContent-Type: application/json\n\n${body}\n`;

/** Its headers are all there. */
const curl = (options: string): string =>
  `curl ${options} ${hosts.real}/api/dostk/acnt -H "api-id: ka00001" -H "Authorization: Bearer {{a}}" -H "Content-Type: application/json"\n`;

const order = (host: string, authorization: string): string =>
  requestWith({
    host,
    authorization,
    path: '/api/dostk/ordr',
    apiId: 'kt10003',
    body: '{"dmst_stex_tp":"KRX","orig_ord_no":"1","stk_cd":"005930","cncl_qty":"0"}',
  });

export const trCases = {
  'unknown-api-id': {
    fires: [
      {
        when: 'there is no such TR',
        text: requestWith({ apiId: 'ka99999' }),
        at: 'ka99999',
        severity: 'warning',
      },
      {
        when: 'cURL sends it',
        text: curl("-d '{}'").replace('ka00001', 'ka99999'),
        at: 'ka99999',
      },
      { when: 'capitals differ', text: requestWith({ apiId: 'KA10001' }), at: 'KA10001' },
    ],
    silent: [
      { when: 'it is a variable', text: requestWith({ apiId: '{{id}}' }) },
      { when: 'it is being typed', text: requestWith({ apiId: '' }) },
      {
        when: 'a variable of the file names it',
        text: `@id=ka10001\n\n${requestWith({ apiId: '{{id}}' })}`,
      },
      { when: 'it goes to somebody else', text: `POST https://a.test\napi-id: ka99999\n` },
    ],
  },
  'api-id-not-on-path': {
    fires: [
      {
        when: 'the TR is called at another path',
        text: requestWith({ path: '/api/dostk/acnt' }),
        at: 'ka10001',
        severity: 'error',
      },
      {
        when: 'cURL calls it there',
        text: curl("-d '{}'").replace('ka00001', 'ka10001'),
        at: 'ka10001',
      },
    ],
    silent: [
      ...['{{baseUrl}}', 'https://{{baseUrl}}', '{{protocol}}://mockapi.kiwoom.com'].map(
        (host) => ({
          when: `${host} may hold a part of the path`,
          text: requestWith({ host, path: '/stkinfo' }),
        }),
      ),
      { when: 'the path has a query', text: requestWith({ path: '/api/dostk/stkinfo?a=b' }) },
      { when: 'the path is a variable', text: requestWith({ path: '/{{path}}' }) },
      { when: 'the path is still to come', text: requestWith({ path: '' }) },
    ],
  },
  'not-on-mock': {
    fires: [
      {
        when: 'the host is that of mock trading',
        text: requestWith({ host: hosts.mock, path: '/api/us/stkinfo', apiId: 'usa20100' }),
        at: '/api/us/stkinfo',
        severity: 'warning',
      },
      {
        when: 'the active account is one',
        text: requestWith({ path: '/api/us/acnt', apiId: 'x' }),
        at: '/api/us/acnt',
      },
    ],
    silent: [
      {
        when: 'the account is a real one',
        text: requestWith({ path: '/api/us/acnt', apiId: 'x' }),
        references: { active: { profile: real, token: 'held' } },
      },
      { when: 'the market is the Korean one', text: requestWith({ host: hosts.mock }) },
    ],
  },
  'wrong-method': {
    fires: [
      {
        when: 'it is a GET',
        text: requestWith().replace('POST ', 'GET '),
        at: 'GET',
        severity: 'error',
      },
      {
        when: 'no method is written, which means GET',
        text: requestWith().replace('POST ', ''),
        at: '/api/dostk/stkinfo',
      },
      {
        when: 'a token is asked for with PUT',
        text: issue('{}').replace('POST ', 'PUT '),
        at: 'PUT',
      },
      { when: 'cURL sends no data', text: curl(''), at: '/api/dostk/acnt' },
      {
        when: 'cURL sends its data in the URL',
        text: curl('-G -d a=b'),
        at: '/api/dostk/acnt',
      },
      { when: 'cURL names another', text: curl("-X PUT -d '{}'"), at: 'PUT' },
      { when: 'it is attached to its option', text: curl("-sXPUT -d '{}'"), at: '-sXPUT' },
    ],
    silent: [
      { when: 'it is a POST', text: requestWith() },
      { when: 'it is one in lower case', text: requestWith().replace('POST ', 'post ') },
      { when: 'cURL sends data', text: curl("-d '{}'") },
      { when: 'cURL names it', text: curl('-XPOST') },
      { when: 'cURL fills it in when it sends', text: curl('-X {{method}}') },
      { when: 'it is a WebSocket', text: 'WS wss://api.kiwoom.com:10000/api/dostk/websocket\n' },
      { when: 'the path is no API', text: `GET ${hosts.real}/\n` },
      {
        when: 'it goes to somebody else',
        text: 'GET https://a.test/api/dostk/acnt\napi-id: ka00001\n',
      },
    ],
  },
  'missing-headers': {
    fires: [
      {
        when: 'there is no api-id',
        text: requestWith({ apiId: undefined }),
        at: '/api/dostk/stkinfo',
        severity: 'error',
      },
      {
        when: 'there is no token',
        text: requestWith({ authorization: undefined }),
        at: '/api/dostk/stkinfo',
        severity: 'error',
      },
      {
        when: 'the authorization is empty',
        text: requestWith({ authorization: '' }),
        at: '/api/dostk/stkinfo',
      },
      {
        when: 'there is no content type',
        text: requestWith({ contentType: undefined }),
        at: '/api/dostk/stkinfo',
        severity: 'warning',
      },
      {
        when: 'cURL sends a form',
        text: `curl ${hosts.real}/api/dostk/acnt -H "api-id: ka00001" -H "Authorization: Bearer {{a}}"`,
        at: '/api/dostk/acnt',
      },
    ],
    silent: [
      { when: 'all are there', text: requestWith() },
      { when: 'another scheme authorizes', text: requestWith({ authorization: 'Basic abc' }) },
      { when: 'a token is issued', text: issue('{}') },
      {
        when: 'cURL sends JSON',
        text: `curl ${hosts.real}/api/dostk/acnt --json '{}' -H "api-id: ka00001" -H "Authorization: Bearer {{a}}"`,
      },
      { when: 'it is a WebSocket', text: 'WS wss://api.kiwoom.com:10000/api/dostk/websocket\n' },
      { when: 'the path is being typed', text: `POST ${hosts.real}/api/dostk/\n` },
      {
        when: 'a header is a variable',
        text: `POST ${hosts.real}/api/dostk/acnt\n{{header}}: x\n`,
      },
    ],
  },
  'real-order': {
    fires: [
      {
        when: 'the host is that of real trading',
        text: order(hosts.real, 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}'),
        at: 'kt10003',
        severity: 'information',
      },
      {
        when: 'the active account is a real one',
        text: order('{{$processEnv KIWOOM_HOST}}', 'Bearer {{$processEnv KIWOOM_TOKEN}}'),
        at: 'kt10003',
        references: { active: { profile: real, token: 'held' } },
      },
    ],
    silent: [
      {
        when: 'it is for mock trading',
        text: order('{{$processEnv KIWOOM_HOST}}', 'Bearer {{$processEnv KIWOOM_TOKEN}}'),
      },
      {
        when: 'it changes nothing',
        text: requestWith({
          host: hosts.real,
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
        }),
      },
    ],
  },
} as const satisfies Partial<Record<DiagnosticCode, Cases>>;

import type { MessageKind } from '../../../src/httpFile/httpFile.ts';

/** What a shape holds; what is not named is absent. */
export interface ExpectedRequest {
  kind?: MessageKind | 'curl';
  /** The line of the request itself, counted from 0. */
  line: number;
  method?: string;
  url: string;
  version?: string;
  headers?: Record<string, string>;
  /** First and last line of the body. */
  body?: [number, number];
  name?: string;
  title?: string;
}

export interface Shape {
  shape: string;
  text: string;
  requests: ExpectedRequest[];
  /** Why httpyac reads it in another way, if it does. */
  httpyacDiffers?: string;
}

const host = 'https://mockapi.kiwoom.com';
const bearer = 'Bearer {{$processEnv KIWOOM_TOKEN}}';

function lines(...all: string[]): string {
  return all.join('\n');
}

/** Files as people write them. The line break is `\n`; the tests try `\r\n` as well. */
export const shapes: Shape[] = [
  { shape: 'an empty file', text: '', requests: [] },
  { shape: 'blank lines only', text: '\n \n\t\n', requests: [] },
  { shape: 'a lone delimiter', text: '###', requests: [] },
  {
    shape: 'comments only',
    text: lines('# 계좌 조회', '// GET https://example.com'),
    requests: [],
  },
  { shape: 'file variables only', text: lines('@host = x', '@port=80', ''), requests: [] },
  {
    shape: 'a request line without a line break after it',
    text: `GET ${host}/api`,
    requests: [{ line: 0, method: 'GET', url: `${host}/api` }],
  },
  {
    shape: 'a bare URL',
    text: lines('', `${host}/api/dostk/acnt`, ''),
    requests: [{ line: 1, url: `${host}/api/dostk/acnt` }],
  },
  {
    shape: 'a bare URL with a version',
    text: `${host}/api HTTP/1.1`,
    requests: [{ line: 0, url: `${host}/api`, version: 'HTTP/1.1' }],
  },
  {
    shape: 'a bare variable',
    text: lines('{{kiwoomHost}}', 'Accept: application/json'),
    requests: [{ line: 0, url: '{{kiwoomHost}}', headers: { Accept: 'application/json' } }],
  },
  {
    shape: 'a relative URL with a Host header',
    text: lines('GET /api HTTP/1.1', 'Host: mockapi.kiwoom.com'),
    requests: [
      {
        line: 0,
        method: 'GET',
        url: '/api',
        version: 'HTTP/1.1',
        headers: { Host: 'mockapi.kiwoom.com' },
      },
    ],
  },
  {
    shape: 'an indented request line with tabs between its parts',
    text: `\t POST\t${host}/api \tHTTP/2 `,
    requests: [{ line: 0, method: 'POST', url: `${host}/api`, version: 'HTTP/2' }],
  },
  {
    shape: 'a method in lower case',
    text: `post ${host}/api`,
    requests: [{ line: 0, method: 'post', url: `${host}/api` }],
    httpyacDiffers: 'takes methods in capitals only',
  },
  {
    shape: 'a method that is being typed',
    text: lines('###', 'POST', ''),
    requests: [{ line: 1, method: 'POST', url: '' }],
    httpyacDiffers: 'takes the word for a URL',
  },
  {
    shape: 'a WebDAV method',
    text: `PROPFIND ${host}/api`,
    requests: [{ line: 0, method: 'PROPFIND', url: `${host}/api` }],
  },
  {
    shape: 'a URL with blanks in a variable and in the query',
    text: `GET {{$processEnv KIWOOM_HOST}}/api?q=a b`,
    requests: [{ line: 0, method: 'GET', url: '{{$processEnv KIWOOM_HOST}}/api?q=a b' }],
  },
  {
    shape: 'a URL in Korean',
    text: lines('### 종목 검색', `GET ${host}/검색?종목=삼성전자`),
    requests: [{ line: 1, method: 'GET', url: `${host}/검색?종목=삼성전자`, title: '종목 검색' }],
  },
  {
    shape: 'headers and a JSON body',
    text: lines(
      `POST ${host}/api/dostk/stkinfo`,
      'Content-Type: application/json;charset=UTF-8',
      `Authorization: ${bearer}`,
      'api-id: ka10001',
      '',
      '{',
      '  "stk_cd": "005930"',
      '}',
      '',
    ),
    requests: [
      {
        line: 0,
        method: 'POST',
        url: `${host}/api/dostk/stkinfo`,
        headers: {
          'Content-Type': 'application/json;charset=UTF-8',
          Authorization: bearer,
          'api-id': 'ka10001',
        },
        body: [5, 7],
      },
    ],
  },
  {
    shape: 'a body without headers, after several blank lines',
    text: lines(`POST ${host}/api`, '', ' ', '{}', '', ''),
    requests: [{ line: 0, method: 'POST', url: `${host}/api`, body: [3, 3] }],
  },
  {
    shape: 'a body with blank lines and comments in it',
    text: lines(`POST ${host}/api`, 'A: 1', '', 'a', '', '# note', 'b', ''),
    requests: [{ line: 0, method: 'POST', url: `${host}/api`, headers: { A: '1' }, body: [3, 6] }],
  },
  {
    shape: 'a body right below the headers',
    text: lines(`POST ${host}/api`, 'api-id: ka10001', '{ "stk_cd": "005930" }'),
    requests: [
      {
        line: 0,
        method: 'POST',
        url: `${host}/api`,
        headers: { 'api-id': 'ka10001' },
        body: [2, 2],
      },
    ],
  },
  {
    shape: 'a body from a file',
    text: lines(`POST ${host}/api`, '', '<@utf8 ./order.json'),
    requests: [{ line: 0, method: 'POST', url: `${host}/api`, body: [2, 2] }],
  },
  {
    shape: 'a multipart body',
    text: lines(
      `POST ${host}/api`,
      'Content-Type: multipart/form-data; boundary=x',
      '',
      '--x',
      'Content-Disposition: form-data; name="file"',
      '',
      '< ./a.json',
      '--x--',
    ),
    requests: [
      {
        line: 0,
        method: 'POST',
        url: `${host}/api`,
        headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
        body: [3, 7],
      },
    ],
  },
  {
    shape: 'a query over several indented lines',
    text: lines(`GET ${host}/api`, '    ?a=1', '\t&b={{b}}', 'Accept: */*'),
    requests: [
      { line: 0, method: 'GET', url: `${host}/api?a=1&b={{b}}`, headers: { Accept: '*/*' } },
    ],
  },
  {
    shape: 'a query over several lines that are not indented, and a version at its end',
    text: lines(`GET ${host}/api`, '?a=1', '&b=2 HTTP/1.1', 'Accept: */*'),
    requests: [
      {
        line: 0,
        method: 'GET',
        url: `${host}/api?a=1&b=2`,
        version: 'HTTP/1.1',
        headers: { Accept: '*/*' },
      },
    ],
  },
  {
    shape: 'a path over several lines',
    text: lines(`GET ${host}`, '  /api', '  /dostk', '  ?a=1'),
    requests: [{ line: 0, method: 'GET', url: `${host}/api/dostk?a=1` }],
  },
  {
    shape: 'a comment between the lines of a query',
    text: lines(`GET ${host}/api`, '  ?a=1', '#  &b=2', '  &c=3'),
    requests: [{ line: 0, method: 'GET', url: `${host}/api?a=1&c=3` }],
    httpyacDiffers: 'takes # as a comment here only with a blank right behind it',
  },
  {
    shape: 'a comment with a blank between the lines of a query',
    text: lines(`GET ${host}/api`, '  ?a=1', '# page', '// size', '  &c=3'),
    requests: [{ line: 0, method: 'GET', url: `${host}/api?a=1&c=3` }],
  },
  {
    shape: 'a commented-out header',
    text: lines(`GET ${host}/api`, '# Authorization: Basic x', '// A: 1', 'B: 2'),
    requests: [{ line: 0, method: 'GET', url: `${host}/api`, headers: { B: '2' } }],
  },
  {
    shape: 'headers with tabs, no blanks, empty values, colons and variables',
    text: lines(
      `GET ${host}/api`,
      'A:\t1\t',
      '  B : 2',
      'C:3',
      'D:',
      'E: a:b',
      'F: {{x}}-{{$guid}}',
    ),
    requests: [
      {
        line: 0,
        method: 'GET',
        url: `${host}/api`,
        headers: { A: '1', B: '2', C: '3', D: '', E: 'a:b', F: '{{x}}-{{$guid}}' },
      },
    ],
  },
  {
    shape: 'a header whose name holds a variable',
    text: lines(`GET ${host}/api`, 'X-{{a:b}}-Id: 1', '{{name}}: 2', ''),
    requests: [
      {
        line: 0,
        method: 'GET',
        url: `${host}/api`,
        headers: { 'X-{{a:b}}-Id': '1', '{{name}}': '2' },
      },
    ],
  },
  {
    shape: 'a header that is being typed',
    text: lines(`GET ${host}/api`, 'Accept: */*', 'Authorization', ''),
    requests: [
      {
        line: 0,
        method: 'GET',
        url: `${host}/api`,
        headers: { Accept: '*/*', Authorization: '' },
      },
    ],
  },
  {
    shape: 'a folded header',
    text: lines(`GET ${host}/api`, 'A: 1', '  2', '\t{{three}}', 'B: 4'),
    requests: [
      { line: 0, method: 'GET', url: `${host}/api`, headers: { A: '1 2 {{three}}', B: '4' } },
    ],
  },
  {
    shape: 'default headers of httpyac',
    text: lines(`GET ${host}/api`, 'A: 1', '...kiwoomHeaders', 'B: 2'),
    requests: [
      {
        line: 0,
        method: 'GET',
        url: `${host}/api`,
        headers: { A: '1', '...kiwoomHeaders': '', B: '2' },
      },
    ],
  },
  {
    shape: 'file variables, comments and a name above the request line',
    text: lines(
      '@code = 005930',
      '  @lazy := {{code}}',
      '',
      '# 주식기본정보요청',
      '// @name stockInfo',
      '# @note',
      '',
      `POST ${host}/api`,
    ),
    requests: [{ line: 7, method: 'POST', url: `${host}/api`, name: 'stockInfo' }],
  },
  {
    shape: 'a name below the request line',
    text: lines(`GET ${host}/api`, '# @name below', 'A: 1'),
    requests: [{ line: 0, method: 'GET', url: `${host}/api`, name: 'below', headers: { A: '1' } }],
  },
  {
    shape: 'two requests with titles and names',
    text: lines(
      '### 토큰 확인',
      '# @name check',
      `GET ${host}/a`,
      '',
      '########## 주문 ##########',
      `POST ${host}/b`,
      '',
      '{}',
    ),
    requests: [
      { line: 2, method: 'GET', url: `${host}/a`, name: 'check', title: '토큰 확인' },
      {
        line: 5,
        method: 'POST',
        url: `${host}/b`,
        title: '주문 ##########',
        body: [7, 7],
      },
    ],
  },
  {
    shape: 'blocks without a request between requests',
    text: lines(`GET ${host}/a`, '###', '@x = 1', '###', '', '### only a note', `GET ${host}/b`),
    requests: [
      { line: 0, method: 'GET', url: `${host}/a` },
      { line: 6, method: 'GET', url: `${host}/b`, title: 'only a note' },
    ],
  },
  {
    shape: 'a heading drawn with delimiters',
    text: lines('####################', '### 계좌', '####################', `GET ${host}/a`),
    requests: [{ line: 3, method: 'GET', url: `${host}/a` }],
  },
  {
    shape: 'a delimiter right behind the body and one at the end',
    text: lines(`POST ${host}/a`, '', 'a', '###', `POST ${host}/b`, '', 'b', '###'),
    requests: [
      { line: 0, method: 'POST', url: `${host}/a`, body: [2, 2] },
      { line: 4, method: 'POST', url: `${host}/b`, body: [6, 6] },
    ],
  },
  {
    shape: 'two requests without a delimiter',
    text: lines(`GET ${host}/a`, '', `GET ${host}/b`),
    requests: [{ line: 0, method: 'GET', url: `${host}/a`, body: [2, 2] }],
    httpyacDiffers: 'begins a request at each method',
  },
  {
    shape: 'a script above the request line',
    text: lines('{{', '  exports.code = "005930";', '}}', `GET ${host}/{{code}}`),
    requests: [{ line: 3, method: 'GET', url: `${host}/{{code}}` }],
  },
  {
    shape: 'a file-wide script in a block of its own',
    text: lines('{{+request', '  request.headers.a = 1;', '}}', '###', `GET ${host}/a`),
    requests: [{ line: 4, method: 'GET', url: `${host}/a` }],
  },
  {
    shape: 'a script of JetBrains above the request line',
    text: lines('< {%', '  request.variables.set("a", 1)', '%}', '< ./b.js', `GET ${host}/a`),
    requests: [{ line: 4, method: 'GET', url: `${host}/a` }],
  },
  {
    shape: 'a block comment of httpyac above the request line',
    text: lines('/*', 'GET https://example.com', '*/', `GET ${host}/a`),
    requests: [{ line: 3, method: 'GET', url: `${host}/a` }],
  },
  {
    shape: 'assertions right below the headers',
    text: lines(`GET ${host}/a`, 'A: 1', '?? status == 200', '?? body return_code == 0'),
    requests: [{ line: 0, method: 'GET', url: `${host}/a`, headers: { A: '1' } }],
  },
  {
    shape: 'assertions, handlers and redirections below the body',
    text: lines(
      `POST ${host}/a`,
      '',
      '{}',
      '',
      '?? status == 200',
      '> {%',
      '  client.log("{}")',
      '%}',
      '>>! out.json',
      '<> last.json',
    ),
    requests: [{ line: 0, method: 'POST', url: `${host}/a`, body: [2, 2] }],
  },
  {
    shape: 'a script below the body',
    text: lines(`POST ${host}/a`, '', '{}', '{{@response', '  console.log(response)', '}}'),
    requests: [{ line: 0, method: 'POST', url: `${host}/a`, body: [2, 2] }],
  },
  {
    shape: 'a script that is never closed',
    text: lines(`POST ${host}/a`, '', '{{', '  "a": 1', '}'),
    requests: [{ line: 0, method: 'POST', url: `${host}/a`, body: [2, 4] }],
  },
  {
    shape: 'a response kept below the request',
    text: lines(
      `GET ${host}/a`,
      'A: 1',
      '',
      'HTTP/1.1 200 OK',
      'Content-Type: application/json',
      '',
      '{}',
    ),
    requests: [{ line: 0, method: 'GET', url: `${host}/a`, headers: { A: '1' } }],
  },
  {
    shape: 'a response in a block of its own',
    text: lines('HTTP/1.1 200 OK', 'Content-Type: application/json', '', '{}'),
    requests: [],
    httpyacDiffers: 'takes the status line for a URL',
  },
  {
    shape: 'a GraphQL request',
    text: lines(
      `POST ${host}/graphql`,
      'X-Request-Type: GraphQL',
      '',
      'query ($a: Int) {',
      '  b(a: $a)',
      '}',
      '',
      '{ "a": 1 }',
    ),
    requests: [
      {
        line: 0,
        method: 'POST',
        url: `${host}/graphql`,
        headers: { 'X-Request-Type': 'GraphQL' },
        body: [3, 7],
      },
    ],
  },
  {
    shape: 'a WebSocket request',
    text: lines('WS wss://mockapi.kiwoom.com:10000/api/dostk/websocket', 'A: 1', '', '{}'),
    requests: [
      {
        kind: 'websocket',
        line: 0,
        method: 'WS',
        url: 'wss://mockapi.kiwoom.com:10000/api/dostk/websocket',
        headers: { A: '1' },
        body: [3, 3],
      },
    ],
  },
  {
    shape: 'a bare WebSocket URL',
    text: 'wss://mockapi.kiwoom.com:10000/api/dostk/websocket',
    requests: [
      {
        kind: 'websocket',
        line: 0,
        url: 'wss://mockapi.kiwoom.com:10000/api/dostk/websocket',
      },
    ],
  },
  {
    shape: 'a request of each further protocol',
    text: lines(
      `SSE ${host}/events`,
      '###',
      'GRPC localhost:50051/hello',
      '###',
      'MQTT tcp://localhost',
      '###',
      'AMQP amqp://localhost',
    ),
    requests: [
      { kind: 'eventsource', line: 0, method: 'SSE', url: `${host}/events` },
      { kind: 'grpc', line: 2, method: 'GRPC', url: 'localhost:50051/hello' },
      { kind: 'mqtt', line: 4, method: 'MQTT', url: 'tcp://localhost' },
      { kind: 'amqp', line: 6, method: 'AMQP', url: 'amqp://localhost' },
    ],
  },
  {
    shape: 'a cURL command on one line',
    text: `curl -X POST "${host}/api" -H 'api-id: ka10001' -d '{"stk_cd":"005930"}'`,
    requests: [
      {
        kind: 'curl',
        line: 0,
        method: 'POST',
        url: `${host}/api`,
        headers: { 'api-id': 'ka10001' },
      },
    ],
    httpyacDiffers: 'does not know cURL',
  },
  {
    shape: 'a cURL command over several lines between other requests',
    text: lines(
      `GET ${host}/a`,
      '### cURL',
      '# @name viaCurl',
      `curl --location --request POST '${host}/b' \\`,
      "  --header 'A: 1' \\",
      '#  --header "B: 2" \\',
      "  -sH\"C: 3\" --header=D:4 -H $'E: it\\'s' \\",
      "  --data-raw '{",
      '    "a": 1',
      "  }'",
      '',
      '### after',
      `GET ${host}/c`,
    ),
    requests: [
      { line: 0, method: 'GET', url: `${host}/a` },
      {
        kind: 'curl',
        line: 3,
        method: 'POST',
        url: `${host}/b`,
        name: 'viaCurl',
        title: 'cURL',
        headers: { A: '1', C: '3', D: '4', E: "it's" },
      },
      { line: 12, method: 'GET', url: `${host}/c`, title: 'after' },
    ],
    httpyacDiffers: 'does not know cURL',
  },
];

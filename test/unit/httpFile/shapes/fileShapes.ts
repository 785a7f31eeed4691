import { host, lines, type Shape } from './shape.ts';

/** How requests, names and variables share a file. */
export const fileShapes: Shape[] = [
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
    requests: [
      { line: 0, method: 'GET', url: `${host}/a` },
      { line: 2, method: 'GET', url: `${host}/b` },
    ],
  },
  {
    shape: 'requests right below another’s headers, body, script and kept response',
    text: lines(
      ...[`GET ${host}/a`, 'X: 1', `  POST ${host}/b`, '', '{}', '@c = d', `PUT ${host}/c`],
      ...['# @name e', '', '> {%', `GET ${host}/no`, '%}', `GET ${host}/d`, '', 'HTTP/1.1 200 OK'],
      ...['Date: now', '', `post ${host}/no`, `WS wss://${host.slice(8)}`, 'X: 2'],
    ),
    requests: [
      { line: 0, method: 'GET', url: `${host}/a`, headers: { X: '1' } },
      { line: 2, method: 'POST', url: `${host}/b`, body: [4, 4] },
      { line: 6, method: 'PUT', url: `${host}/c`, name: 'e' },
      { line: 12, method: 'GET', url: `${host}/d` },
      {
        kind: 'websocket',
        line: 18,
        method: 'WS',
        url: `wss://${host.slice(8)}`,
        headers: { X: '2' },
      },
    ],
  },
  {
    shape: 'a body with a line that would be a request, if the file did not say so',
    text: lines('# @forceRegionDelimiter', `POST ${host}/a`, '', `GET ${host}/b`),
    requests: [{ line: 1, method: 'POST', url: `${host}/a`, body: [3, 3] }],
  },
  {
    shape: 'requests within a multipart body, and one below it',
    text: lines(
      ...[`POST ${host}/a`, 'Content-Type: multipart/mixed; boundary=x', '', '--x', ''],
      ...[`GET ${host}/b`, '', '--x--', `GET ${host}/c`],
    ),
    requests: [
      {
        line: 0,
        method: 'POST',
        url: `${host}/a`,
        headers: { 'Content-Type': 'multipart/mixed; boundary=x' },
        body: [3, 7],
      },
      { line: 8, method: 'GET', url: `${host}/c` },
    ],
  },
];

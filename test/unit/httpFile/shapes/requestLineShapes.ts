import { host, lines, type Shape } from './shape.ts';

/** Files that hold next to nothing, and request lines in all forms. */
export const requestLineShapes: Shape[] = [
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
];

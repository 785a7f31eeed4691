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
    requests: [{ line: 0, method: 'GET', url: `${host}/a`, body: [2, 2] }],
    httpyacDiffers: 'begins a request at each method',
  },
];

import { bearer, host, lines, type Shape } from './shape.ts';

/** What may follow a request line. */
export const headerAndBodyShapes: Shape[] = [
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
    httpyacDiffers: 'takes the first such line for the beginning of the body',
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
    httpyacDiffers: 'takes the second line for the beginning of the body',
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
];

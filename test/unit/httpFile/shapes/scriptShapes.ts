import { host, lines, type Shape } from './shape.ts';

/** What httpyac and JetBrains add to a request. */
export const scriptShapes: Shape[] = [
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
];

import type { DiagnosticCode } from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { type Cases, requestWith } from './given.ts';

const request = requestWith();
const withoutDelimiter = request.slice(request.indexOf('\n') + 1);
const head = request.slice(0, request.indexOf('\n\n'));
const elsewhere = 'GET https://a.test/x\n';

export const clientCases = {
  'sent-otherwise': {
    fires: [
      ...['@x = 1', '> {% client.log(1) %}', '>> ./answer.json', '?? status == 200'].map(
        (line) => ({
          when: `${line} stands below the body`,
          text: `${request}${line}\n`,
          at: line,
        }),
      ),
      {
        when: 'a variable stands above the body',
        text: request.replace('\n\n{', '\n\n@x = 1\n{'),
        at: '@x = 1',
        severity: 'warning',
      },
      {
        when: 'a response is kept below the body',
        text: `${request}\nHTTP/1.1 200 OK\nDate: now\n\n{}\n`,
        at: 'HTTP/1.1 200 OK',
      },
      { when: 'the body touches the headers', text: `${head}\n{}\n`, at: '{}' },
      {
        when: 'a file as body touches the headers',
        text: `${head}\n< ./a.json\n`,
        at: '< ./a.json',
      },
      { when: 'a variable touches the headers', text: `${head}\n@x = 1\n`, at: '@x = 1' },
      {
        when: 'a part of the path stands on a line of its own',
        text: request.replace('/api/dostk', '\n/api/dostk'),
        at: '/api/dostk/stkinfo',
      },
      {
        when: 'httpyac alone takes it for a request',
        text: `${elsewhere}\n${withoutDelimiter}`,
        at: 'POST {{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo',
        severity: 'warning',
      },
      {
        when: 'another request would end up in its body',
        text: `${request}${elsewhere}`,
        at: 'GET https://a.test/x',
      },
    ],
    silent: [
      { when: 'a comment stands anywhere', text: request.replaceAll('\n', '\n# x\n') },
      {
        when: 'the URL goes on with a query',
        text: request.replace('stkinfo', 'stkinfo\n  ?a=b\n  &c=d'),
      },
      { when: 'the requests have nothing to do with Kiwoom', text: elsewhere.repeat(2) },
      {
        when: 'it is for a WebSocket, which REST Client does not know',
        text: 'WS wss://api.kiwoom.com:10000/x\n\n{}\n===\n\n>> ./a.json\n',
      },
    ],
  },
} as const satisfies Partial<Record<DiagnosticCode, Cases>>;

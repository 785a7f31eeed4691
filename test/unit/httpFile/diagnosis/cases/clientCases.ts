import type { DiagnosticCode } from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { type Cases, requestWith } from './given.ts';

const request = requestWith();
const withoutDelimiter = request.slice(request.indexOf('\n') + 1);
const head = request.slice(0, request.indexOf('\n\n'));
const elsewhere = 'GET https://a.test/x\n';

const line = (text: string): string => request.replace(/^POST .*/m, text);

export const clientCases = {
  'needs-capitals': {
    fires: [
      {
        when: 'the method is in small letters',
        text: request.replace('POST', 'post'),
        at: 'post',
        severity: 'warning',
      },
      { when: 'one letter of it is', text: request.replace('POST', 'POSt'), at: 'POSt' },
      {
        when: 'the version is',
        text: request.replace('stkinfo', 'stkinfo http/1.1'),
        at: 'http/1.1',
      },
      {
        when: 'the version of a WebSocket is',
        text: 'WS wss://api.kiwoom.com:10000/api/dostk/websocket http/1.1\napi-id: 0B\n',
        at: 'http/1.1',
      },
      {
        when: 'a WebSocket is meant',
        text: 'ws wss://api.kiwoom.com:10000/api/dostk/websocket\napi-id: 0B\n',
        at: 'ws',
      },
    ],
    silent: [
      { when: 'both are in capitals', text: request.replace('stkinfo', 'stkinfo HTTP/1.1') },
      { when: 'there is neither', text: line('{{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo') },
      { when: 'it is for somebody else', text: 'post https://a.test http/1.1\n' },
      { when: 'cURL takes it', text: 'curl -X post https://api.kiwoom.com/api/dostk/acnt\n' },
    ],
  },
  'url-cut-off': {
    fires: [
      {
        when: 'a version stands before the query',
        text: request.replace('stkinfo', 'stkinfo HTTP/1.1\n  ?a=b\n  &c=d'),
        at: 'HTTP/1.1',
        severity: 'error',
      },
      {
        when: 'it stands within the query',
        text: request.replace('stkinfo', 'stkinfo\n  ?a=b HTTP/1.1\n  &c=d'),
        at: 'HTTP/1.1',
      },
    ],
    silent: [
      {
        when: 'it stands at the end',
        text: request.replace('stkinfo', 'stkinfo\n  ?a=b\n  &c=d HTTP/1.1'),
      },
      { when: 'there is no further line', text: request.replace('stkinfo', 'stkinfo HTTP/1.1') },
    ],
  },
  'stray-line': {
    fires: [
      {
        when: 'words stand above a header',
        text: request.replace('Authorization', 'my token\nAuthorization'),
        at: 'my token',
        severity: 'error',
      },
      {
        when: 'the body stands above a header',
        text: request.replace('api-id', '{ "stk_cd": "005930" }\napi-id'),
        at: '{ "stk_cd": "005930" }',
      },
      {
        when: 'it is the first line below the URL',
        text: request.replace('Content-Type', '- - -\n# remark\ncontent-type'),
        at: '- - -',
      },
      {
        when: 'there are several',
        text: request.replace('Authorization', 'one line\n\tone more\nAuthorization'),
        at: 'one line',
      },
    ],
    silent: [
      { when: 'a comment stands there', text: request.replace('api-id', '# my id\napi-id') },
      { when: 'the body touches the headers', text: `${head}\n{}\n` },
      { when: 'the body has a line like a header', text: `${head}\n\nx y\napi-id: ka10001\n` },
      { when: 'it is for somebody else', text: 'GET https://a.test\nmy token\nAuthorization: a\n' },
    ],
  },
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

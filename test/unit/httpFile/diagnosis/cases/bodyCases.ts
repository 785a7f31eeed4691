import type { DiagnosticCode } from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { type Cases, hosts, requestWith } from './given.ts';

/** What stands in single quotes behind `-d` is a body like any other. */
const curl = (data: string): string =>
  `curl ${hosts.real}/api/dostk/stkinfo -H 'api-id: ka10001' \\\n  ${data}\n`;

const rank = (fields: string): string =>
  requestWith({
    path: '/api/dostk/rkinfo',
    apiId: 'ka10032',
    body: `{ "mrkt_tp": "000", "mang_stk_incls": "0", ${fields} }`,
  });

const order = (fields: string, apiId = 'kt10000'): string =>
  requestWith({
    path: apiId.startsWith('kt5') || apiId < 'kt10006' ? '/api/dostk/ordr' : '/api/dostk/crdordr',
    apiId,
    body: `{ "dmst_stex_tp": "KRX", "stk_cd": "005930", "ord_qty": "1", ${fields} }`,
  });

export const bodyCases = {
  'body-not-json': {
    fires: [
      {
        when: 'a quote is missing',
        text: requestWith({ body: '{ "stk_cd: "005930" }' }),
        at: '',
        severity: 'error',
      },
      {
        when: 'there is a comma too many',
        text: requestWith({ body: '{ "stk_cd": "005930", }' }),
        at: ',',
      },
      {
        when: 'a code with leading zeros is not quoted',
        text: requestWith({ body: '{ "stk_cd": 005930 }' }),
        at: '005930',
      },
      { when: 'cURL sends it', text: curl("-d '{ stk_cd: 1 }'"), at: 'stk_cd' },
      ...[
        ['{ "stk_cd": "{{code}}", }', ','],
        ['{ "stk_cd": {{code}}, }', ','],
        ['{ {{more}}, stk_cd: "005930" }', 'stk_cd'],
        ['{ "a": "{{code}}", "stk_cd": 005930 }', '005930'],
        ['["{{code}}"]', '["{{code}}"]'],
        ['stk_cd={{code}}', 'stk_cd='],
      ].map(([body = '', at = '']) => ({
        when: `a variable has nothing to do with it: ${body}`,
        text: requestWith({ body }),
        at,
      })),
      ...['\u00a0', '\u3000', '\ufeff', '\v', '\f', '\u2028', '\u200b'].map((blank) => ({
        when: `a blank is none: ${JSON.stringify(blank)}`,
        text: requestWith({ body: `{${blank}"stk_cd": "005930" }` }),
        at: blank,
      })),
      {
        when: 'a line only looks empty',
        text: requestWith({ body: '{\n\u3000\n"stk_cd": "005930" }' }),
        at: '\u3000',
      },
      ...['\\q', "\\'", '\\u12', '\\x41'].map((escape) => ({
        when: `an escape is none: ${escape}`,
        text: requestWith({ body: `{ "stk_cd": "005930${escape}" }` }),
        at: escape.slice(0, 2),
      })),
      ...['\t', '\u0000', '\u001f'].map((control) => ({
        when: `a control character stands in a string: ${JSON.stringify(control)}`,
        text: requestWith({ body: `{ "stk_cd": "005930${control}" }` }),
        at: control,
      })),
      { when: 'it is a form', text: requestWith({ body: 'stk_cd=005930' }), at: 'stk_cd=005930' },
      { when: 'it is no object', text: requestWith({ body: '["005930"]' }), at: '["005930"]' },
    ],
    silent: [
      ...[
        '{ {{fields}} }',
        '{ {{fields}} "stk_cd": "005930" }',
        '{ {{fields}}, "stk_cd": "005930" }',
        '{ "stk_cd": "005930" {{fields}} }',
        '{ "stk_cd": "005930", {{fields}} }',
        '{ "stk_cd": 1{{digits}} }',
        '{ "stk_cd": -{{amount}} }',
        '{{head}} "stk_cd": "005930" }',
        '{{head}}{{tail}}',
        '{ "stk_cd": "005930" } {{tail}}',
      ].map((body) => ({
        when: `a variable may make it whole: ${body}`,
        text: requestWith({ body }),
      })),
      ...['\u00a0', '\u3000', '\\u00e9', '\\/', '\\b', '{{code "\\q"}}', '\u007f'].map(
        (inside) => ({
          when: `a string holds what it may: ${inside}`,
          text: requestWith({ body: `{ "stk_cd": "${inside}" }` }),
        }),
      ),
      { when: 'there are tabs and blanks', text: requestWith({ body: '{\t"stk_cd" :\t"1"\t}' }) },
      { when: 'it is a variable', text: requestWith({ body: '{{body}}' }) },
      { when: 'it is a file', text: requestWith({ body: '< ./body.json' }) },
      { when: 'cURL sends a file', text: curl("-d '@body.json'") },
      { when: 'a shell may make something else of it', text: curl('-d "{ stk_cd: 1 }"') },
      { when: 'quotes are joined', text: curl("-d '{ stk'_'cd: 1 }'") },
      { when: 'there are several parts of it', text: curl("-d '{ a' -d 'b }'") },
      {
        when: 'the path is not of the TR',
        text: requestWith({ path: '/api/dostk/acnt', body: 'x' }),
      },
    ],
  },
  'missing-fields': {
    fires: [
      {
        when: 'a required one is not there',
        text: requestWith({ body: '{}' }),
        at: '{',
        severity: 'warning',
      },
      { when: 'there is no body', text: requestWith({ body: '' }), at: 'ka10001' },
      { when: 'cURL sends none', text: curl("-d '{}'"), at: '{' },
      {
        when: 'cURL sends none of several lines',
        text: curl('--json \'{\n  "a": "1"\n}\''),
        at: '{',
      },
    ],
    silent: [
      { when: 'all are there', text: requestWith() },
      { when: 'cURL sends all', text: curl('-d \'{"stk_cd": "005930"}\'') },
      { when: 'a variable may hold them', text: requestWith({ body: '{ {{fields}} }' }) },
      { when: 'a name is a variable', text: requestWith({ body: '{ "{{name}}": "005930" }' }) },
      {
        when: 'the TR has none',
        text: requestWith({ path: '/api/dostk/acnt', apiId: 'ka00001', body: '{}' }),
      },
      {
        when: 'its fields are not published',
        text: requestWith({
          host: hosts.real,
          authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}',
          path: '/api/us/stkinfo',
          apiId: 'usa20100',
          body: '{}',
        }),
      },
    ],
  },
  'value-not-listed': {
    fires: [
      {
        when: 'the guide lists others',
        text: rank('"stex_tp": "7"'),
        at: '"7"',
        severity: 'information',
      },
      {
        when: 'it is no exchange that takes orders',
        text: order('"trde_tp": "3", "ord_uv": ""').replace('KRX', 'NYS'),
        at: '"NYS"',
      },
    ],
    silent: [
      { when: 'it is listed', text: rank('"stex_tp": "1"') },
      { when: 'it is a number that is listed', text: rank('"stex_tp": 1') },
      { when: 'it ended up in the label of another', text: rank('"stex_tp": "3"') },
      { when: 'it is empty', text: rank('"stex_tp": ""') },
      { when: 'it is a variable', text: rank('"stex_tp": "{{x}}"') },
      {
        when: 'the list is only a beginning',
        text: requestWith({
          path: '/api/dostk/sect',
          apiId: 'ka20001',
          body: '{ "mrkt_tp": "0", "inds_cd": "001" }',
        }),
      },
    ],
  },
  'price-missing': {
    fires: [
      {
        when: 'a limit order has none',
        text: order('"trde_tp": "0", "ord_uv": ""'),
        at: '""',
        severity: 'warning',
      },
      { when: 'the field is not there', text: order('"trde_tp": "0"'), at: '"0"' },
      { when: 'it is 0', text: order('"ord_uv": "0", "trde_tp": "0"'), at: '"0"' },
      {
        when: 'it is a sale on credit',
        text: order('"trde_tp": "0", "ord_uv": ""', 'kt10007'),
        at: '""',
      },
      { when: 'it is gold', text: order('"trde_tp": "00", "ord_uv": ""', 'kt50000'), at: '""' },
      ...['5', '28', '62', '10', '20'].map((type) => ({
        when: `the type is ${type}`,
        text: order(`"trde_tp": "${type}", "ord_uv": " "`),
        at: '" "',
      })),
      {
        when: 'a variable of the file says that it is a limit order',
        text: `@type = 0\n${order('"trde_tp": "{{type}}", "ord_uv": ""')}`,
        at: '""',
      },
    ],
    silent: [
      { when: 'there is one', text: order('"trde_tp": "0", "ord_uv": "70000"') },
      { when: 'it is a variable', text: order('"trde_tp": "0", "ord_uv": {{price}}') },
      { when: 'a variable may hold it', text: order('"trde_tp": "0" {{price}}') },
      ...['3', '6', '7', '29', '61', '81', '{{type}}'].map((type) => ({
        when: `the type is ${type}`,
        text: order(`"trde_tp": "${type}", "ord_uv": ""`),
      })),
      {
        when: 'it is no order',
        text: requestWith({
          path: '/api/dostk/acnt',
          apiId: 'kt00010',
          body: '{ "trde_tp": "0" }',
        }),
      },
    ],
  },
  'value-too-long': {
    fires: [
      {
        when: 'the guide gives a length',
        text: rank('"stex_tp": "12"'),
        at: '"12"',
        severity: 'warning',
      },
    ],
    silent: [
      { when: 'it is as long as it may be', text: rank('"stex_tp": "1"') },
      {
        when: 'the guide itself lists a longer one',
        text: requestWith({
          path: '/api/dostk/rkinfo',
          apiId: 'ka10023',
          body: '{ "mrkt_tp": "000", "sort_tp": "1", "tm_tp": "1", "trde_qty_tp": "1000", "stk_cnd": "0", "pric_tp": "0", "stex_tp": "1" }',
        }),
      },
      { when: 'it is a variable', text: rank('"stex_tp": "{{longer than that}}"') },
    ],
  },
} as const satisfies Partial<Record<DiagnosticCode, Cases>>;

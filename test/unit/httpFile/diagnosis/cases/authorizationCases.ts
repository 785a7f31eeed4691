import type { DiagnosticCode } from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { type Cases, hosts, requestWith, secrets } from './given.ts';

const reference = '{{$processEnv KIWOOM_TOKEN}}';
const withAuthorization = (authorization: string): string => requestWith({ authorization });

const unusable = [
  reference,
  `Bearer Bearer ${reference}`,
  `Bearer${reference}`,
  `Token ${reference}`,
  `"Bearer ${reference}"`,
  `Bearer "${reference}"`,
  `Bearer '${secrets.strangeToken}'`,
  'Bearer {$processEnv KIWOOM_TOKEN}',
  'Bearer {{$processEnv KIWOOM_TOKEN}',
  'Bearer {{$processenv KIWOOM_TOKEN}}',
  'Bearer {{processEnv KIWOOM_TOKEN}}',
  'Bearer {{$procesEnv KIWOOM_TOKEN}}',
  'Bearer {{$env KIWOOM_TOKEN}}',
  'Bearer {{$processEnv KIWOOM_TOKN}}',
  'Bearer {{$processEnv kiwoom_token}}',
  'Bearer {{$processEnv  KIWOOM_TOKEN}}',
  'Bearer {{$processEnv KIWOOM_HOST}}',
  `Bearer ${reference} # of today`,
  `Bearer ${reference}${reference}`,
  'Bearer $KIWOOM_TOKEN',
  'Bearer ${KIWOOM_TOKEN}',
  'Bearer %KIWOOM_TOKEN%',
  'Bearer YOUR_TOKEN',
  'Bearer <token>',
  'Bearer',
  'Basic abc',
];

export const authorizationCases = {
  'authorization-unusable': {
    fires: [
      ...unusable.map((authorization) => ({
        when: `it is ${authorization}`,
        text: withAuthorization(authorization),
        at: authorization,
        severity: 'error' as const,
      })),
      {
        when: 'there are two',
        text: requestWith().replace('api-id', `authorization: Bearer ${reference}\napi-id`),
        at: 'authorization',
      },
      {
        when: 'a variable of the file holds it',
        text: `@auth = Token ${reference}\n${withAuthorization('{{auth}}')}`,
        at: '{{auth}}',
      },
      {
        when: 'cURL sends it',
        text: `curl ${hosts.mock}/api/dostk/acnt -H "Authorization: Bearer $KIWOOM_TOKEN"`,
        at: 'Bearer $KIWOOM_TOKEN',
      },
    ],
    silent: [
      ...[
        `Bearer ${reference}`,
        `bearer   ${reference}`,
        'Bearer {{ $processEnv KIWOOM_TOKEN }}',
        'Bearer {{process.env.KIWOOM_TOKEN}}',
        'Bearer {{mine}}',
        '{{mine}}',
        `Bearer ${secrets.strangeToken}`,
        'Bearer {{$dotenv KIWOOM_TOKEN}}',
      ].map((authorization) => ({
        when: `it is ${authorization}`,
        text: withAuthorization(authorization),
      })),
      {
        when: 'it goes to somebody else',
        text: 'POST https://a.test/x\napi-id: ka10001\nAuthorization: Basic x\n',
      },
    ],
  },
  'authorization-elsewhere': {
    fires: [
      'Bearer {{login.response.body.token}}',
      'Bearer {{login.response.body.$.token}}',
      'Bearer {{$dotenv KIWOOM_TOKEN}}',
      'Bearer {{$processEnv MY_TOKEN}}',
      'Bearer {{KIWOOM_TOKEN}}',
    ].map((authorization) => ({
      when: `it is ${authorization}`,
      text: withAuthorization(authorization),
      at: authorization,
      severity: 'information' as const,
    })),
    silent: [
      { when: 'it is ours', text: requestWith() },
      { when: 'it is a variable that may be anything', text: withAuthorization('Bearer {{mine}}') },
    ],
  },
} as const satisfies Partial<Record<DiagnosticCode, Cases>>;

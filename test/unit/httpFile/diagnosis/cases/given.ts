import { createHash } from 'node:crypto';
import type { Environment } from '../../../../../src/core/model/environment.ts';
import type { Profile } from '../../../../../src/core/model/profile.ts';
import type { KnownSecret, SecretMatcher } from '../../../../../src/core/leaks/secretSearch.ts';
import type { TrCatalogue } from '../../../../../src/core/model/tr.ts';
import { FileDiagnosis } from '../../../../../src/httpFile/diagnosis/fileDiagnosis.ts';
import type {
  DiagnosisContext,
  DiagnosticSeverity,
  HttpDiagnostic,
} from '../../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { readHttpFile } from '../../../../../src/httpFile/httpLanguage.ts';

function profileOf(environment: Environment, label: string): Profile {
  return { id: `${environment}-${label}`, environment, label, addedAt: 0, formerIds: [] };
}

export const mock = profileOf('mock', '81234567');
export const real = profileOf('real', '51234567');

/** What the key store and the token manager hold in these tests. */
export const secrets = {
  mockToken: 'm'.repeat(85) + '-',
  realToken: 'r'.repeat(85) + '_',
  secretkey: 'S'.repeat(43),
  appkey: 'A'.repeat(43),
  mockPass: 'P'.repeat(43),
  /** Of their shape, but nobody's. */
  strangeToken: 'x'.repeat(86),
  strangeKey: 'y'.repeat(43),
} as const;

const known = new Map<string, KnownSecret>([
  [hash(secrets.mockToken), { kind: 'token', profile: mock }],
  [hash(secrets.realToken), { kind: 'token', profile: real }],
  [hash(secrets.secretkey), { kind: 'secretkey', profile: mock }],
  [hash(secrets.appkey), { kind: 'appkey', profile: mock }],
  [hash(secrets.mockPass), { kind: 'pass', profile: mock }],
]);

const matcher: SecretMatcher = {
  lengths: new Set([43, 86]),
  match: (text) => known.get(hash(text)),
};

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The mock account is the active one, and every account holds a token. */
export function contextWith(
  catalogue: TrCatalogue,
  references: Partial<DiagnosisContext['references']> = {},
): DiagnosisContext {
  return {
    references: {
      active: { profile: mock, token: 'held' },
      mock: { profile: mock, token: 'held' },
      real: { profile: real, token: 'held' },
      ...references,
    },
    secrets: matcher,
    hosts: { real: ['api.kiwoom.com'], mock: ['mockapi.kiwoom.com'] },
    catalogue,
    ownKeys: false,
    workspaceEnvironments: [],
  };
}

export function diagnose(text: string, context: DiagnosisContext): HttpDiagnostic[] {
  return new FileDiagnosis().diagnose(readHttpFile(text, context), context);
}

export interface RequestParts {
  readonly host?: string;
  readonly path?: string;
  readonly contentType?: string | undefined;
  readonly authorization?: string | undefined;
  readonly apiId?: string | undefined;
  readonly body?: string;
}

/** A request that nothing can be said against, but for the parts given. */
export function requestWith(parts: RequestParts = {}): string {
  const {
    host = '{{$processEnv KIWOOM_HOST}}',
    path = '/api/dostk/stkinfo',
    contentType = 'application/json;charset=UTF-8',
    authorization = 'Bearer {{$processEnv KIWOOM_TOKEN}}',
    apiId = 'ka10001',
    body = '{ "stk_cd": "005930" }',
  } = parts;
  const headers = [
    ...('contentType' in parts && parts.contentType === undefined
      ? []
      : [`Content-Type: ${contentType}`]),
    ...('authorization' in parts && parts.authorization === undefined
      ? []
      : [`Authorization: ${authorization}`]),
    ...('apiId' in parts && parts.apiId === undefined ? [] : [`api-id: ${apiId}`]),
  ];
  return `### a request\nPOST ${host}${path}\n${headers.join('\n')}\n\n${body}\n`;
}

/** When something must be said, and when not. */
export interface Cases {
  readonly fires: readonly Fires[];
  readonly silent: readonly Silent[];
}

export interface Silent {
  readonly when: string;
  readonly text: string;
  readonly references?: Partial<DiagnosisContext['references']>;
}

export interface Fires extends Silent {
  /** What stands at the place. */
  readonly at: string;
  readonly severity?: DiagnosticSeverity;
}

export const hosts = {
  real: 'https://api.kiwoom.com',
  mock: 'https://mockapi.kiwoom.com',
} as const;

import { Secret } from '../../src/core/base/secret.ts';
import {
  findSecrets,
  type KnownSecret,
  type SecretMatcher,
} from '../../src/core/leaks/secretSearch.ts';
import { FileDiagnosis } from '../../src/httpFile/diagnosis/fileDiagnosis.ts';
import type { DiagnosisContext } from '../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { readHttpFile } from '../../src/httpFile/httpLanguage.ts';
import { parseHttpFile } from '../../src/httpFile/syntax/parseHttpFile.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { fingerprint } from '../../src/node/fingerprint.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { type Measured, median, repeat, timed } from './measured.ts';

const runs = 30;
const requests = 5000;
const token = 't'.repeat(86);
const profile = testProfile('mock');

const known = new Map<string, KnownSecret>([[hash(token), { kind: 'token', profile }]]);
const secrets: SecretMatcher = {
  lengths: new Set([43, 86]),
  match: (text) => known.get(hash(text)),
};

function hash(text: string): string {
  return fingerprint(new Secret(text));
}

/** What follows the pause after each edit of a large file: reading it, and all that can be said. */
export async function diagnosticsAfterEdit(): Promise<Measured> {
  const held = { profile, token: 'held' } as const;
  const context: DiagnosisContext = {
    references: { active: held, mock: held, real: { profile: undefined, token: 'none' } },
    secrets,
    hosts: { real: ['api.kiwoom.com'], mock: ['mockapi.kiwoom.com'] },
    catalogue: await loadTrCatalogue(),
    ownKeys: false,
    workspaceEnvironments: [],
  };
  const blocks = Array.from({ length: requests }, (_, index) => request(index));
  const diagnosis = new FileDiagnosis();
  let edit = 0;
  const run = (): Promise<number> => {
    blocks[requests / 2] = request(++edit);
    const text = blocks.join('\n');
    return timed(() => {
      const found = diagnosis.diagnose(readHttpFile(text, context), context);
      // Every tenth request has something to say.
      if (found.length === 0) throw new Error('The file was not looked at.');
      return Promise.resolve();
    });
  };
  await repeat(5, run);
  const value = median(await repeat(runs, run));
  const text = blocks.join('\n');
  const reference = median(
    await repeat(runs, () => timed(() => Promise.resolve(parseHttpFile(text)))),
  );
  const what = `diagnostics, ${requests} requests`;
  const ratios = [{ atMost: 4, to: 'reading the file', reference }];
  return { what, value, unit: 'ms', ratios, runs };
}

/** A saved file like a lock file: full of digests, some of which might be secrets by their length. */
export async function savedFileCheck(): Promise<Measured> {
  const line = (index: number): string => {
    const digest = hash(String(index));
    const shortened = digest.slice(0, 43);
    return `  "name-${index}": { "resolved": "${digest}", "id": "${shortened}", "why": "${'word '.repeat(20)}" },\n`;
  };
  let text = '';
  for (let index = 0; text.length < 100_000; index += 1) text += line(index);
  const run = (): Promise<number> =>
    timed(() => {
      const found = findSecrets(`${text}${token}`, secrets);
      if (found.length !== 1) throw new Error('The secret was not found.');
      return Promise.resolve();
    });
  const json = `{${text.trimEnd().slice(0, -1)}}`;
  // Often enough to take about as long, so that a busy machine interrupts both alike.
  const parse = (): Promise<number> =>
    timed(() => {
      for (let times = 0; times < 20; times += 1) JSON.parse(json);
      return Promise.resolve();
    });
  const pair = async () => ({ ours: await run(), parsing: await parse() });
  await repeat(5, pair);
  const pairs = await repeat(runs, pair);
  const value = median(pairs.map(({ ours }) => ours));
  const reference = median(pairs.map(({ parsing }) => parsing));
  const ratios = [{ atMost: 4, to: '20 times JSON.parse of it', reference }];
  return { what: 'saved file, 100 KB', value, unit: 'ms', ratios, runs };
}

function request(index: number): string {
  const code = String(index).padStart(6, '0');
  return `### Request ${index}
POST {{$processEnv KIWOOM_HOST}}/api/dostk/stkinfo
Content-Type: application/json;charset=UTF-8
Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}
api-id: ${index % 10 === 0 ? 'ka99999' : 'ka10001'}

{
  "stk_cd": "${code}"
}
`;
}

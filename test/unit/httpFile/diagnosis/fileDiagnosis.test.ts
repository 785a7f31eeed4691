import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../../src/core/model/tr.ts';
import { FileDiagnosis } from '../../../../src/httpFile/diagnosis/fileDiagnosis.ts';
import type {
  DiagnosisContext,
  DiagnosticCode,
} from '../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { readHttpFile } from '../../../../src/httpFile/httpLanguage.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { allCases } from './cases/allCases.ts';
import { contextWith, diagnose, mock, requestWith, secrets } from './cases/given.ts';

const { mockToken, realToken, secretkey, appkey } = secrets;

describe('The diagnostics of a .http file', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  for (const [code, { fires, silent }] of Object.entries(allCases)) {
    describe(code, () => {
      for (const { when, text, at, severity, references } of fires) {
        it(`is there if ${when}`, () => {
          const found = diagnose(text, contextWith(catalogue, references));
          const ones = found.filter((diagnostic) => diagnostic.code === code);
          const [one] = ones;
          assert.ok(one !== undefined, `only ${found.map((other) => other.code).join(' ')}`);
          const { start, end } = one.range;
          assert.equal(start.line, end.line);
          const line = text.split('\n')[start.line] ?? '';
          assert.equal(line.slice(start.character, end.character), at);
          if (severity !== undefined) assert.equal(one.severity, severity);
        });
      }
      for (const { when, text, references } of silent) {
        it(`is not there if ${when}`, () => {
          const codes = diagnose(text, contextWith(catalogue, references)).map((one) => one.code);
          assert.ok(!codes.includes(code as DiagnosticCode), codes.join(' '));
        });
      }
    });
  }

  it('are none for a request that is as it should be', () => {
    assert.deepEqual(diagnose(requestWith(), contextWith(catalogue)), []);
  });

  it('hold no secret in what they tell', () => {
    for (const { fires } of Object.values(allCases)) {
      for (const { text, references } of fires) {
        const told = JSON.stringify(diagnose(text, contextWith(catalogue, references)));
        for (const secret of [mockToken, realToken, secretkey, appkey]) {
          assert.ok(!told.includes(secret));
        }
      }
    }
  });

  describe('in a workspace whose settings give variables to requests', () => {
    const foreignHosts = (text: string, ...environments: Record<string, string>[]): string[] =>
      diagnose(text, { ...contextWith(catalogue), workspaceEnvironments: environments }).flatMap(
        (diagnostic) => (diagnostic.code === 'foreign-host' ? [diagnostic.facts.host] : []),
      );
    const selected = requestWith({
      host: '{{kiwoomHost}}',
      authorization: 'Bearer {{$processEnv %kiwoomTokenVar}}',
    });

    it('name the host that one of them brings in', () => {
      const hostile = { kiwoomHost: 'https://attacker.test' };
      assert.deepEqual(foreignHosts(selected, {}, hostile), ['attacker.test']);
      for (const host of [
        'https://{{host}}',
        'https://me@{{host}}:443',
        'https://{{sub}}{{host}}',
      ]) {
        const given = { host: 'attacker.test', sub: 'api.' };
        assert.match(foreignHosts(requestWith({ host }), given).join(), /attacker\.test/);
      }
      assert.deepEqual(foreignHosts(requestWith({ host: '{{any}}' }), { any: 'http://a.test' }), [
        'a.test',
      ]);
      const pieces = { domain: 'attacker', kiwoomHost: 'https://{{domain}}.test' };
      assert.deepEqual(foreignHosts(selected, pieces), ['attacker.test']);
      const behind = requestWith({ host: 'https://api.kiwoom.com{{behind}}' });
      assert.deepEqual(foreignHosts(behind, { behind: '.a.test' }), ['api.kiwoom.com.a.test']);
    });

    it('name the host that one of them brings into a header', () => {
      const text = requestWith({ host: '' }).replace('\nContent', '\nHost: {{host}}\nContent');
      assert.deepEqual(foreignHosts(text, { host: 'attacker.test' }), ['attacker.test']);
      assert.deepEqual(foreignHosts(text, { host: 'api.kiwoom.com:443' }), []);
    });

    it('notice that one of them would send to Kiwoom in clear text', () => {
      const clear = { kiwoomHost: 'http://api.kiwoom.com' };
      const found = diagnose(selected, {
        ...contextWith(catalogue),
        workspaceEnvironments: [{}, clear],
      });
      assert.deepEqual(
        found.map(({ code }) => code),
        ['clear-text'],
      );
    });

    it('say nothing where they name Kiwoom, nothing, or what the file itself names', () => {
      assert.deepEqual(foreignHosts(selected), []);
      assert.deepEqual(foreignHosts(selected, { other: 'https://a.test' }), []);
      assert.deepEqual(foreignHosts(selected, { kiwoomHost: 'https://api.kiwoom.com' }), []);
      assert.deepEqual(foreignHosts(requestWith(), { KIWOOM_HOST: 'https://a.test' }), []);
      const own = `@kiwoomHost = https://api.kiwoom.com\n${selected}`;
      assert.deepEqual(foreignHosts(own, { kiwoomHost: 'https://a.test' }), []);
    });

    it('take no name for more than a name', () => {
      const odd = JSON.parse('{"__proto__":"https://a.test","constructor":"x"}') as object;
      assert.deepEqual(foreignHosts(requestWith({ host: '{{__proto__}}' }), { ...odd }), [
        'a.test',
      ]);
      assert.deepEqual(foreignHosts(requestWith({ host: '{{toString}}' }), {}), []);
    });
  });

  describe('after an edit', () => {
    const request = (token: string): string =>
      requestWith({ host: '{{host}}', authorization: `Bearer ${token}` });
    const blocks = ['@host = https://api.kiwoom.com\n', request(realToken), request(mockToken)];

    it('are those of the file read anew, wherever blocks moved', () => {
      const context = contextWith(catalogue);
      const diagnosis = new FileDiagnosis();
      const texts = [
        blocks.join('\n'),
        `# a line more\n\n${blocks.join('\n')}`,
        [blocks[0], blocks[2], blocks[1]].join('\n'),
        blocks.join('\n').replace('https://api', 'https://mockapi'),
        `${blocks.join('\n')}\n${blocks.join('\n')}`,
      ];
      for (const text of texts) {
        const found = diagnosis.diagnose(readHttpFile(text, context), context);
        assert.ok(found.length > 0);
        assert.deepEqual(found, diagnose(text, context));
      }
    });

    it('follow what the references stand for', () => {
      const diagnosis = new FileDiagnosis();
      const file = readHttpFile(requestWith(), contextWith(catalogue));
      const codes = (references: Partial<DiagnosisContext['references']>): string[] =>
        diagnosis.diagnose(file, contextWith(catalogue, references)).map(({ code }) => code);
      assert.deepEqual(codes({}), []);
      assert.deepEqual(codes({ active: { profile: mock, token: 'none' } }), ['no-token']);
      assert.deepEqual(codes({}), []);
    });
  });
});

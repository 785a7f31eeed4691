import assert from 'node:assert/strict';
import type { TrCatalogue } from '../../../../src/core/model/tr.ts';
import { fixesOf } from '../../../../src/httpFile/diagnosis/diagnosticFixes.ts';
import type { DiagnosisContext } from '../../../../src/httpFile/diagnosis/httpDiagnostic.ts';
import { kiwoomRequest } from '../../../../src/httpFile/request/kiwoomRequest.ts';
import { FileVariables } from '../../../../src/httpFile/request/variableReferences.ts';
import { parseHttpFile } from '../../../../src/httpFile/syntax/parseHttpFile.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { applyEdits } from '../applyEdits.ts';
import { contextWith, diagnose, hosts, requestWith, secrets } from './cases/given.ts';

const gateway = '127.0.0.1:4711';
const mockToken = 'Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}';

describe('While the gateway runs, a request', () => {
  let catalogue: TrCatalogue;
  let context: DiagnosisContext;
  before(async () => {
    catalogue = await loadTrCatalogue();
    const usual = contextWith(catalogue);
    context = { ...usual, hosts: { ...usual.hosts, gateway } };
  });

  const said = (text: string): string[] =>
    diagnose(text, context).map(({ code, severity }) => `${code} ${severity}`);
  const fixed = (text: string, code: string): string => {
    const diagnostic = diagnose(text, context).find((each) => each.code === code);
    assert.ok(diagnostic);
    const file = parseHttpFile(text);
    const [block] = file.requests;
    const request =
      block && kiwoomRequest(block, new FileVariables(file), context.hosts, catalogue);
    const fixes = fixesOf(diagnostic, { file, request, valueOf: () => '' });
    const fix = fixes.find(({ kind }) => kind === 'use-host');
    assert.ok(fix !== undefined && 'edits' in fix);
    return applyEdits(text, fix.edits);
  };

  it('may name its address, with an environment', () => {
    const host = `http://${gateway}/mock`;
    assert.deepEqual(said(requestWith({ host, authorization: mockToken })), []);
    assert.deepEqual(said(requestWith({ host })), []);
    assert.deepEqual(said(requestWith()), []);
  });

  it('is checked there like any other', () => {
    const host = `http://${gateway}/mock`;
    const text = requestWith({ host, path: '/api/dostk/acnt' });
    assert.deepEqual(said(text), ['api-id-not-on-path error']);
    assert.deepEqual(
      said(requestWith({ host, authorization: 'Bearer {{$processEnv KIWOOM_TOKEN_REAL}}' })),
      ['token-of-other-environment error'],
    );
  });

  it('goes nowhere with another port or environment of that address', () => {
    for (const host of ['http://127.0.0.1:4712/mock', `http://${gateway}/other`]) {
      assert.deepEqual(said(requestWith({ host })), ['foreign-host warning'], host);
    }
  });

  it('must not take its pass to Kiwoom, and can be led to it', () => {
    const text = requestWith({ host: hosts.mock, authorization: mockToken });
    assert.deepEqual(said(text), ['pass-past-gateway warning']);
    assert.equal(
      fixed(text, 'pass-past-gateway'),
      requestWith({ host: '{{$processEnv KIWOOM_HOST_MOCK}}', authorization: mockToken }),
    );
  });

  it('must not take its pass to Kiwoom’s WebSocket, whatever holds it there', () => {
    const path = '/api/dostk/websocket';
    const kiwoom = 'wss://mockapi.kiwoom.com:10000';
    const header = `Authorization: ${mockToken}\n`;
    const login = '\n{ "trnm": "LOGIN", "token": "{{$processEnv KIWOOM_TOKEN_MOCK}}" }\n';
    for (const rest of [header + login, header, login]) {
      const wanted = `WS {{$processEnv KIWOOM_WS_HOST_MOCK}}${path}\n${rest}`;
      assert.deepEqual(said(wanted), [], wanted);
      for (const method of ['WS ', '']) {
        const text = `${method}${kiwoom}${path}\n${rest}`;
        assert.deepEqual(said(text), ['pass-past-gateway warning'], text);
        assert.equal(fixed(text, 'pass-past-gateway'), wanted);
      }
      assert.deepEqual(said(`WS ws://${gateway}/mock${path}\n${rest}`), []);
    }
  });

  it('revokes nothing at Kiwoom with its pass', () => {
    const revoke = (host: string): string =>
      `POST ${host}/oauth2/revoke\n\n{ "token": "{{$processEnv KIWOOM_TOKEN_MOCK}}" }\n`;
    assert.deepEqual(said(revoke(hosts.mock)), ['pass-past-gateway warning']);
    const wanted = revoke('{{$processEnv KIWOOM_HOST_MOCK}}');
    assert.equal(fixed(revoke(hosts.mock), 'pass-past-gateway'), wanted);
    assert.deepEqual(said(wanted), []);
  });

  describe('that issues by itself', () => {
    const keys = ['{{$processEnv KIWOOM_APPKEY}}', '{{$processEnv KIWOOM_SECRETKEY}}'] as const;
    const issue = (host: string, [appkey, secretkey]: readonly [string, string] = keys): string =>
      `POST ${host}/oauth2/token\nContent-Type: application/json\n\n` +
      `{ "grant_type": "client_credentials", "appkey": "${appkey}", "secretkey": "${secretkey}" }\n`;
    const twice = (value: string) => [value, value] as const;

    it('may send the pass for its keys, by any name', () => {
      for (const text of [
        issue('{{$processEnv KIWOOM_HOST}}'),
        issue(`http://${gateway}/mock`),
        issue('{{$processEnv KIWOOM_HOST_MOCK}}', twice('{{$processEnv KIWOOM_TOKEN_MOCK}}')),
        `@app = {{$processEnv KIWOOM_APPKEY}}\n\n${issue('{{$processEnv KIWOOM_HOST}}', twice('{{app}}'))}`,
      ]) {
        assert.deepEqual(said(text), [], text);
      }
      const literal = issue('{{$processEnv KIWOOM_HOST}}', twice(secrets.mockPass));
      assert.deepEqual(said(literal), ['known-secret warning', 'known-secret warning']);
    });

    it('must not send it to Kiwoom, or to the other environment', () => {
      assert.deepEqual(said(issue(hosts.mock)), ['pass-past-gateway warning']);
      assert.equal(
        fixed(issue(hosts.mock), 'pass-past-gateway'),
        issue('{{$processEnv KIWOOM_HOST_MOCK}}'),
      );
      assert.deepEqual(said(issue('{{$processEnv KIWOOM_HOST_REAL}}')), [
        'token-of-other-environment error',
      ]);
    });

    it('is warned of real keys as ever', () => {
      const { strangeKey, appkey } = secrets;
      assert.deepEqual(said(issue('{{$processEnv KIWOOM_HOST}}', twice('{{mine}}'))), [
        'keys-in-request information',
      ]);
      assert.deepEqual(said(issue('{{$processEnv KIWOOM_HOST}}', [appkey, strangeKey])), [
        'keys-in-request error',
        'known-secret warning',
        'secret-look-alike warning',
      ]);
    });

    it('is told, where the gateway is off, that the keys are empty or the user’s own', () => {
      const usual = contextWith(catalogue);
      const off = (ownKeys: boolean): string[] =>
        diagnose(issue('{{$processEnv KIWOOM_HOST}}'), { ...usual, ownKeys }).map(
          ({ code }) => code,
        );
      assert.deepEqual(off(false), ['keys-without-gateway']);
      assert.deepEqual(off(true), ['keys-in-request']);
      const [diagnostic] = diagnose(issue('{{$processEnv KIWOOM_HOST}}'), usual);
      assert.ok(diagnostic);
      const input = { file: parseHttpFile(''), request: undefined, valueOf: () => '' };
      assert.deepEqual(
        fixesOf(diagnostic, input).map(({ kind }) => kind),
        ['switch-gateway-on', 'issue-token'],
      );
    });
  });

  it('is better led by the variable than by kiwoomHost', () => {
    const authorization = 'Bearer {{$processEnv %kiwoomTokenVar}}';
    const text = requestWith({ host: '{{kiwoomHost}}', authorization });
    assert.deepEqual(said(text), ['pass-past-gateway information']);
    const host = '{{$processEnv %kiwoomHostVar}}';
    assert.equal(fixed(text, 'pass-past-gateway'), requestWith({ host, authorization }));
    assert.deepEqual(said(requestWith({ host, authorization })), []);
  });

  it('with a pass that is written out is marked like one with a token, and more so elsewhere', () => {
    const authorization = `Bearer ${secrets.mockPass}`;
    const there = requestWith({ host: `http://${gateway}/mock`, authorization });
    assert.deepEqual(said(there), ['known-secret warning']);
    const elsewhere = requestWith({ host: 'https://example.com', authorization });
    assert.deepEqual(said(elsewhere), ['foreign-host error', 'known-secret warning']);
    const kiwoom = requestWith({ host: hosts.mock, authorization });
    assert.deepEqual(said(kiwoom), ['pass-past-gateway warning', 'known-secret warning']);
  });

  it('of which nothing is said where it does not', () => {
    const text = requestWith({ host: hosts.mock, authorization: mockToken });
    assert.deepEqual(diagnose(text, contextWith(catalogue)), []);
  });
});

import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/core/model/environment.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import type { TokenState } from '../../../../src/core/model/tokenState.ts';
import type { Tr, TrCatalogue } from '../../../../src/core/model/tr.ts';
import type { RequestFacts } from '../../../../src/httpFile/lenses.ts';
import type { ReferenceScope } from '../../../../src/httpFile/request/variableReferences.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { fieldText, hoverText, trText } from '../../../../src/vscode/httpFiles/hoverText.ts';
import { lensTexts, withRoomBesideIcons } from '../../../../src/vscode/httpFiles/lensText.ts';
import { plain } from '../../../../src/vscode/shell/markdown.ts';
import type { Accounts } from '../../../../src/vscode/httpFiles/requestAccount.ts';
import { testProfile } from '../../fakes/testProfile.ts';
import { english } from '../../life/english.ts';

const now = Date.UTC(2026, 10, 23);
const hour = 3_600_000;
const canary = 'canary-token-value';

function profile(environment: Environment): Profile {
  return testProfile(environment, { label: environment === 'real' ? '51234567' : '81234567' });
}

function held(environment: Environment): TokenState {
  const host = `https://${environment}.test`;
  const value = new Secret(canary);
  return {
    kind: 'valid',
    token: { value, expiresAt: now + 5 * hour, receivedAt: now, clockAheadMs: 0, host },
  };
}

const none: TokenState = { kind: 'none' };

/** The first one is active. */
function accounts(...states: readonly (readonly [Environment, TokenState])[]): Accounts {
  const [first] = states;
  return {
    count: states.length,
    recipients: 'all',
    active: first && profile(first[0]),
    lastUsedIn: (wanted) => {
      const found = states.find(([environment]) => environment === wanted);
      return found && profile(found[0]);
    },
    facts: (of) => ({
      profile: of,
      state: states.find(([environment]) => environment === of.environment)?.[1] ?? none,
      lastError: undefined,
      trouble: undefined,
      host: `https://${of.environment}.test`,
      now,
    }),
  };
}

describe('The line above a request', () => {
  const request = (more: Partial<RequestFacts>): RequestFacts => ({
    line: 0,
    scope: 'active',
    destination: undefined,
    order: false,
    ...more,
  });
  const texts = (more: Partial<RequestFacts>, known: Accounts): string[] =>
    lensTexts(request(more), known, english).map(({ title }) => title);

  it('tells environment, account and time left, and verifies', () => {
    const known = accounts(['mock', held('mock')]);
    assert.deepEqual(texts({}, known), ['$(beaker) Mock 81234567: 5h 0m left', 'Verify Token']);
    assert.deepEqual(lensTexts(request({}), known, english)[1], {
      title: 'Verify Token',
      command: 'kiwoom.verifyToken',
      argument: { profile: 'mock-0123456789abcdef' },
    });
  });

  it('keeps its icons apart from the words, where a plain space has no room', () => {
    assert.equal(
      withRoomBesideIcons('$(warning) Order · $(sync~spin) Mock 81234567: no token'),
      '$(warning)\u00a0Order ·\u00a0$(sync~spin)\u00a0Mock 81234567: no token',
    );
  });

  it('issues where there is no token', () => {
    assert.deepEqual(texts({}, accounts(['mock', none])), [
      '$(beaker) Mock 81234567: no token',
      'Issue Token',
    ]);
  });

  it('switches where there are several accounts, unless the request names its own', () => {
    const known = accounts(['mock', none], ['real', held('real')]);
    assert.equal(texts({}, known).at(-1), 'Switch Account');
    assert.deepEqual(texts({ scope: 'real' }, known), [
      '$(flame) Real 51234567: 5h 0m left',
      'Verify Token',
    ]);
  });

  it('marks an order, and one with real money more', () => {
    const known = accounts(['real', held('real')], ['mock', held('mock')]);
    assert.match(texts({ order: true }, known)[0] ?? '', /^\$\(warning\) Order with real money · /);
    assert.match(
      texts({ order: true, scope: 'mock', destination: 'mock' }, known)[0] ?? '',
      /^\$\(warning\) Order · \$\(beaker\)/,
    );
    assert.match(
      texts({ order: true, scope: undefined, destination: 'real' }, known)[0] ?? '',
      /^\$\(warning\) Order with real money · \$\(flame\) Real$/,
    );
  });

  it('tells a token of the other environment, and switches to the account that fits', () => {
    const known = accounts(['mock', held('mock')], ['real', none]);
    assert.deepEqual(texts({ destination: 'real' }, known), [
      '$(flame) Real server, but the token of Mock 81234567',
      'Switch to Real 51234567',
    ]);
  });

  it('asks for an app key where there is none', () => {
    assert.deepEqual(
      lensTexts(request({ scope: 'real', destination: 'real' }), accounts(), english),
      [
        { title: '$(flame) Real' },
        { title: 'Add App Key', command: 'kiwoom.addProfile', argument: { environment: 'real' } },
      ],
    );
  });

  it('tells where no token is handed out, however long it lives', () => {
    const known = accounts(['mock', held('mock')]);
    const second = (recipients: Accounts['recipients'], more: Partial<RequestFacts> = {}) =>
      texts(more, { ...known, recipients })[1];
    assert.equal(
      second('untrusted'),
      '$(circle-slash) No token here: the workspace is not trusted',
    );
    assert.equal(
      second('none'),
      '$(circle-slash) No token here: kiwoom.injection.processEnv is off',
    );
    assert.equal(second('httpyac'), 'Verify Token');
    assert.equal(second('untrusted', { scope: undefined }), undefined);
  });

  for (const kind of ['issuing', 'revoking'] as const) {
    it(`offers nothing while it is ${kind}`, () => {
      const valid = held('mock');
      assert.ok(valid.kind === 'valid');
      const state: TokenState = kind === 'issuing' ? { kind } : { kind, token: valid.token };
      assert.deepEqual(texts({}, accounts(['mock', state])), [
        `$(beaker) Mock 81234567: $(sync~spin) ${kind}…`,
      ]);
    });
  }

  it('leaves it to REST Client where its environment decides', () => {
    assert.deepEqual(texts({ scope: 'selected' }, accounts(['mock', none])), [
      'Environment selected in REST Client',
    ]);
  });

  it('does nothing about a token that is written out', () => {
    assert.deepEqual(texts({ scope: undefined }, accounts(['mock', none])), []);
  });
});

describe('A hover', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });
  const tr = (id: string): Tr => {
    const found = catalogue.find(id);
    assert.ok(found);
    return found;
  };
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const reference = (scope: ReferenceScope, known: Accounts, part: 'token' | 'host' = 'token') =>
    hoverText({ kind: 'reference', reference: { part, scope }, range }, known, english);

  it('tells all about a TR', () => {
    const text = trText(tr('kt10000'), english);
    assert.match(
      text,
      /^\*\*주식 매수주문\*\* `kt10000`\n\n국내주식 &gt; 주문 · `POST \/api\/dostk\/ordr`/,
    );
    assert.ok(text.includes('Order: sending it can move money'));
    assert.ok(text.includes('| `ord_uv` | 주문단가 |  | 12 |  |'));
    assert.match(text, /\| `trde_tp` \| 매매구분 \| ● \| 2 \| `0` 보통, `3` 시장가, /);
    assert.ok(text.endsWith('Response: `ord_no` 주문번호, `dmst_stex_tp` 국내거래소구분'));
  });

  it('says so where fields are not published, and cuts long replies', () => {
    const unknown = catalogue.all.find(({ fieldsKnown }) => !fieldsKnown);
    assert.ok(unknown && trText(unknown, english).includes('not published'));
    const long = catalogue.all.find(({ response }) => response.length > 100);
    assert.ok(long);
    assert.ok(trText(long, english).endsWith(` and ${long.response.length - 40} more`));
  });

  it('lists the TRs of a path', () => {
    const trs = catalogue.onPath('/api/dostk/ordr');
    const text = hoverText(
      { kind: 'path', path: '/api/dostk/ordr', trs, range },
      accounts(),
      english,
    );
    assert.equal(text.markdown.split('\n- ').length, trs.length + 1);
  });

  it('tells name, type, length and codes of a field, the one that is there in bold', () => {
    const field = tr('kt10000').request.find(({ name }) => name === 'trde_tp');
    assert.ok(field);
    const text = fieldText(field, english, '3');
    assert.match(
      text,
      /^\*\*매매구분\*\* `trde_tp`\n\ntext · required · at most 2 characters\n\n- `0` 보통\n/,
    );
    assert.ok(text.includes('\n- **`3` 시장가**\n'));
  });

  it('tells whose a reference is and how long it lives, never the token', () => {
    const known = accounts(['mock', held('mock')], ['real', held('real')]);
    for (const scope of ['active', 'mock', 'real', 'selected'] as const) {
      for (const part of ['token', 'host'] as const) {
        const { markdown, issueFor } = reference(scope, known, part);
        assert.match(
          markdown,
          scope === 'real' ? /Real 51234567: 5h 0m left/ : /Mock 81234567: 5h 0m left/,
        );
        assert.equal(issueFor, undefined);
        assert.ok(!JSON.stringify(markdown).includes('canary'));
      }
    }
  });

  it('says that a reference is empty, and for whom to issue a token', () => {
    const { markdown, issueFor } = reference('active', accounts(['mock', none]));
    assert.match(markdown, /Mock 81234567: no token[^]*Empty until a token is issued/);
    assert.equal(issueFor, 'mock-0123456789abcdef');
    assert.match(reference('real', accounts(['mock', none])).markdown, /no app key for Real yet/);
    assert.match(reference('active', accounts()).markdown, /no app key yet/);
  });

  for (const [recipients, said] of [
    ['untrusted', /Empty in a workspace that is not trusted/],
    ['none', /Empty: the setting kiwoom\\\.injection\\\.processEnv is off/],
  ] as const) {
    it(`says that a reference is empty with recipients ${recipients}, and offers nothing`, () => {
      for (const state of [none, held('mock')]) {
        const known = { ...accounts(['mock', state]), recipients };
        const { markdown, issueFor } = reference('active', known);
        assert.match(markdown, said);
        assert.doesNotMatch(markdown, /until a token is issued/);
        assert.equal(issueFor, undefined);
      }
    });
  }

  it('says that only httpyac gets what a reference stands for', () => {
    const known = { ...accounts(['mock', none]), recipients: 'httpyac' } as const;
    const { markdown, issueFor } = reference('active', known);
    assert.match(
      markdown,
      /Only httpyac gets it: the setting kiwoom\\\.injection\\\.processEnv is off/,
    );
    assert.match(markdown, /Empty until a token is issued/);
    assert.notEqual(issueFor, undefined);
  });

  it('takes no text for markup', () => {
    const label =
      '[x](command:evil) <img src=x> **b** | `c` https://evil.test www.evil.test a@b.test';
    assert.doesNotMatch(plain(label), /(?<!\\)[[\]`*|<]|:\/\/|www\.|a@b/);
    const { nameKo: _, ...rest } = tr('ka00001');
    const text = trText({ ...rest, nameKo: label, group: label }, english);
    assert.ok(!text.includes('[x](') && !text.includes('<img') && !text.includes('://evil'));
  });
});

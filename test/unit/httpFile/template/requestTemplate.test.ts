import assert from 'node:assert/strict';
import { isOAuthPath } from '../../../../src/core/model/liveServer.ts';
import type { Tr, TrCatalogue } from '../../../../src/core/model/tr.ts';
import { KiwoomFile } from '../../../../src/httpFile/request/kiwoomFile.ts';
import type { HttpRequestBlock } from '../../../../src/httpFile/syntax/httpFile.ts';
import type { JsonNode } from '../../../../src/httpFile/syntax/jsonBody.ts';
import { parseHttpFile } from '../../../../src/httpFile/syntax/parseHttpFile.ts';
import { parseJsonBody } from '../../../../src/httpFile/syntax/parseJsonBody.ts';
import { keepsLogin, requestTemplate } from '../../../../src/httpFile/template/requestTemplate.ts';
import { plainText, snippetText } from '../../../../src/httpFile/template/template.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { contextWith, diagnose, real } from '../diagnosis/cases/given.ts';
import { templateContext } from './templateContext.ts';

const hosts = { real: ['api.kiwoom.com'], mock: ['mockapi.kiwoom.com'] };

describe('The request for a TR', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  const trOf = (id: string): Tr => {
    const tr = catalogue.find(id);
    assert.ok(tr !== undefined);
    return tr;
  };
  const textOf = (id: string): string => plainText(requestTemplate(trOf(id), templateContext));

  it('reads', () => {
    assert.equal(
      textOf('ka10086'),
      `### 일별주가요청 (ka10086)
# @no-redirect
# 국내주식 > 시세
# stk_cd 종목코드 (required, 20 chars): KRX 039490, NXT 039490_NX, SOR 039490_AL
# qry_dt 조회일자 (required, 8 chars): YYYYMMDD
# indc_tp 표시구분 (required, 1 chars)
POST {{$processEnv KIWOOM_HOST}}/api/dostk/mrkcond
Content-Type: application/json;charset=UTF-8
Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}
api-id: ka10086
# next page
# cont-yn: Y
# next-key:

{
  "stk_cd": "005930",
  "qry_dt": "20261124",
  "indc_tp": "0"
}`,
    );
  });

  it('says first that it is an order, and makes the clients ask before they send it', () => {
    assert.equal(
      textOf('kt10003'),
      `### 주식 취소주문 (kt10003)
# @note an order
# @no-redirect
# 국내주식 > 주문
# dmst_stex_tp 국내거래소구분 (required, 3 chars): KRX 한국거래소, NXT 넥스트트레이드,
#   SOR 최선주문집행
# orig_ord_no 원주문번호 (required, 7 chars)
# stk_cd 종목코드 (required, 12 chars)
# cncl_qty 취소수량 (required, 12 chars)
POST {{$processEnv KIWOOM_HOST}}/api/dostk/ordr
Content-Type: application/json;charset=UTF-8
Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}
api-id: kt10003

{
  "dmst_stex_tp": "KRX",
  "orig_ord_no": "0000000",
  "stk_cd": "005930",
  "cncl_qty": "1"
}`,
    );
  });

  it('logs in before it asks for a WebSocket TR, with the token of the server it goes to', () => {
    assert.equal(
      textOf('0B'),
      `### 주식체결 (0B)
# not for REST Client
# 국내주식 > 실시간시세
# trnm 서비스명 (required, 10 chars): REG 등록, REMOVE 해지
# grp_no 그룹번호 (required, 4 chars)
# refresh 기존등록유지여부 (required, 1 chars)
# data 실시간 등록
# item 실시간 등록 요소 (optional, 100 chars): KRX 039490, NXT 039490_NX, SOR 039490_AL
# type 실시간 항목 (required, 2 chars)
# receive more
WS {{$processEnv KIWOOM_WS_HOST}}/api/dostk/websocket
Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}
api-id: 0B

{
  "trnm": "LOGIN",
  "token": "{{$processEnv KIWOOM_TOKEN}}"
}
=== wait-for-server
{
  "trnm": "REG",
  "grp_no": "1",
  "refresh": "1",
  "data": [
    {
      "item": ["005930"],
      "type": ["0B"]
    }
  ]
}
=== wait-for-server
===`,
    );
  });

  it('goes over the connection of a login that the file keeps open', () => {
    const tr = trOf('0B');
    const login = textOf('0A');
    assert.ok(!keepsLogin(parseHttpFile(login), tr));
    const kept = parseHttpFile(login.replace('\nWS', '\n# @keepStreaming\nWS'));
    assert.ok(keepsLogin(kept, tr));
    const elsewhere = kept.lines.join('\n').replace('KIWOOM_WS_HOST', 'KIWOOM_WS_HOST_REAL');
    assert.ok(!keepsLogin(parseHttpFile(elsewhere), tr));
    const text = plainText(requestTemplate(tr, { ...templateContext, loginKept: true }));
    assert.match(text, /^# login first$/m);
    assert.doesNotMatch(text, /LOGIN|===/);
  });

  it('has an empty body and says so where the fields are not published', () => {
    const text = textOf('ust20000');
    assert.match(text, /^# fields unknown$/m);
    assert.match(text, /^# not on mock$/m);
    assert.ok(text.endsWith('\n\n{}'));
  });

  for (const [id, instead] of [
    ['au10001', 'issue token'],
    ['au10002', 'revoke token'],
  ] as const) {
    it(`is a comment for ${id}, whose body would hold the keys`, () => {
      const text = textOf(id);
      assert.ok(text.endsWith(`\n# ${instead}`));
      assert.deepEqual(parseHttpFile(text).requests, []);
    });
  }

  it('goes on in a further comment where a list of codes is long', () => {
    for (const tr of catalogue.all) {
      for (const line of plainText(requestTemplate(tr, templateContext)).split('\n')) {
        assert.ok(line.length <= 160, line);
      }
    }
  });

  it('has a tab stop for each value, which offers the allowed codes', () => {
    const snippet = snippetText(requestTemplate(trOf('kt10000'), templateContext));
    assert.match(snippet, /^POST \{\{\\\$processEnv KIWOOM_HOST\\\}\\\}\/api\/dostk\/ordr$/m);
    assert.match(snippet, /^ {2}"ord_qty": "\$\{3:1\}",$/m);
    assert.match(snippet, /^ {2}"ord_uv": "\$4",$/m);
    assert.match(snippet, /^ {2}"trde_tp": "\$\{5\|0,3,5,81,61,62,6,7,28,29\|\}",$/m);
  });

  it('gives the diagnostics nothing to say but that it is an order, whose price is left open', () => {
    const asReal = contextWith(catalogue, { active: { profile: real, token: 'held' } });
    const priced = new Set('kt10000 kt10001 kt10006 kt10007 kt50000 kt50001'.split(' '));
    for (const tr of catalogue.all) {
      const found = diagnose(plainText(requestTemplate(tr, templateContext)), asReal);
      assert.deepEqual(
        found.map(({ code }) => code),
        tr.order ? (priced.has(tr.id) ? ['real-order', 'price-missing'] : ['real-order']) : [],
        tr.id,
      );
    }
  });

  it('is read as what it was made for: each of the 352', () => {
    assert.equal(catalogue.all.length, 352);
    let requests = 0;
    for (const tr of catalogue.all) {
      const text = plainText(requestTemplate(tr, templateContext));
      const file = parseHttpFile(text);
      assert.equal(file.blocks.length, 1, tr.id);
      assert.equal(file.blocks[0]?.title, `${tr.nameKo} (${tr.id})`);
      if (isOAuthPath(tr.path)) continue;
      requests += 1;
      const [request] = new KiwoomFile(file, { hosts, catalogue }).requests;
      assert.ok(request !== undefined, tr.id);
      const { block, destination, authentication } = request;
      assert.equal(request.tr, tr);
      assert.equal(request.path, tr.path, tr.id);
      if (tr.transport === 'rest') {
        assert.equal(methodOf(block), 'POST');
        assert.deepEqual(destination, { kind: 'reference', scope: 'active' });
      } else {
        assert.equal(methodOf(block), 'WS');
        assert.deepEqual(destination, { kind: 'reference', scope: 'active', webSocket: true });
      }

      assert.ok(authentication.kind === 'reference' && authentication.scope === 'active');
      const body = block.request.kind === 'curl' ? undefined : block.request.body;
      assert.ok(body !== undefined, tr.id);
      for (let line = body.first; line <= body.last; line++) {
        assert.equal(file.lineKinds[line], 'body', `${tr.id}: ${file.lines[line] ?? ''}`);
      }
      const { root, problem } = parseJsonBody(file, body);
      assert.equal(problem, undefined, tr.id);
      assert.deepEqual(namesIn(root), tr.request.map(({ name }) => name).sort(), tr.id);
      for (const { name } of tr.request) {
        assert.match(text, new RegExp(`^# ${name} `, 'm'), tr.id);
      }
    }
    assert.equal(requests, 350);
  });
});

function methodOf({ request }: HttpRequestBlock): string | undefined {
  return request.method?.text;
}

/** The names of all members at any depth, in order. */
function namesIn(node: JsonNode | undefined): string[] {
  if (node?.kind === 'array') return node.items.flatMap(namesIn).sort();
  if (node?.kind !== 'object') return [];
  return node.members.flatMap(({ name, value }) => [name.text, ...namesIn(value)]).sort();
}

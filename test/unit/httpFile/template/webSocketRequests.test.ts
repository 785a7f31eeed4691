import assert from 'node:assert/strict';
import { type HttpFile, type HttpRegion, send, store } from 'httpyac';
import type { Tr, TrCatalogue } from '../../../../src/core/tr.ts';
import { requestTemplate } from '../../../../src/httpFile/template/requestTemplate.ts';
import { plainText } from '../../../../src/httpFile/template/template.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { issued } from '../../../simulator/kiwoomCalls.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { parseWithHttpyac } from '../httpyacParser.ts';
import { templateContext } from './templateContext.ts';

const tokenVariable = 'KIWOOM_TOKEN_MOCK';

describe('The inserted WebSocket requests, sent by httpyac', () => {
  let catalogue: TrCatalogue;
  let trs: readonly Tr[];
  let simulator: Simulator;
  let token: string;

  before(async () => {
    catalogue = await loadTrCatalogue();
    trs = catalogue.all.filter(({ transport }) => transport === 'websocket');
    simulator = await startSimulator({ limits: 'off' });
    ({ token } = await issued(simulator.mock, simulator.accounts.mock[0]));
    process.env[tokenVariable] = token;
  });
  after(async () => {
    Reflect.deleteProperty(process.env, tokenVariable);
    await simulator.close();
  });
  afterEach(async () => {
    await store.userSessionStore.reset();
    simulator.control.clearCalls();
  });

  /** As they are inserted one after the other, the first with its login. */
  const file = (wanted: readonly Tr[]): Promise<HttpFile> => {
    const texts = wanted.map((tr, index) =>
      plainText(requestTemplate(tr, { ...templateContext, loginPresent: index > 0 })),
    );
    const address = simulator.mock.url.replace('http:', 'ws:');
    return parseWithHttpyac(
      texts.join('\n\n').replaceAll('wss://mockapi.kiwoom.com:10000', address),
    );
  };
  const sendRegion = (httpFile: HttpFile, httpRegion: HttpRegion) =>
    send({ httpFile, httpRegion, config: {} });

  it('go over the connection of the login: all 23', async () => {
    assert.equal(trs.length, 23);
    const httpFile = await file(trs);
    const [login, ...rest] = httpFile.httpRegions;
    assert.ok(login !== undefined);
    assert.equal(rest.length, trs.length);

    // It goes on until somebody ends it.
    const streaming = sendRegion(httpFile, login);
    await simulator.control.waitForCalls({ kind: 'tr', outcome: 'answered' });
    for (const [index, region] of rest.entries()) {
      assert.equal(await sendRegion(httpFile, region), true);
      await simulator.control.waitForCalls({ kind: 'tr', outcome: 'answered' }, index + 2);
    }

    const calls = simulator.control.calls({ kind: 'tr' });
    const names = calls.map(({ body }) => (JSON.parse(body) as { trnm: string }).trnm);
    assert.equal(names[0], 'LOGIN');
    assert.equal(names.filter((name) => name === 'REG').length, 19);
    assert.deepEqual(names.slice(-4), ['CNSRLST', 'CNSRREQ', 'CNSRREQ', 'CNSRCLR']);
    for (const call of calls) {
      assert.deepEqual([call.method, call.code, call.token], ['WS', 0, token]);
    }
    await store.userSessionStore.reset();
    await streaming;
  });

  it('are refused without the login', async () => {
    const httpFile = await file(trs.slice(0, 1));
    const request = httpFile.httpRegions[1];
    assert.ok(request !== undefined);
    await sendRegion(httpFile, request);
    const [call] = await simulator.control.waitForCalls({ kind: 'tr', outcome: 'answered' });
    assert.equal(call?.code, 8005);
  });
});

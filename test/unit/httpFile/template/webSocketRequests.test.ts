import assert from 'node:assert/strict';
import { type HttpRegion, send as httpyac, store } from 'httpyac';
import type { Tr, TrCatalogue } from '../../../../src/core/model/tr.ts';
import {
  requestTemplate,
  type TemplateContext,
} from '../../../../src/httpFile/template/requestTemplate.ts';
import { plainText } from '../../../../src/httpFile/template/template.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { issued } from '../../../simulator/kiwoomCalls.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { sendWithHttpyac } from '../../sendWithHttpyac.ts';
import { parseWithHttpyac } from '../httpyacParser.ts';
import { templateContext } from './templateContext.ts';

describe('The inserted WebSocket requests, sent by the httpyac command line', () => {
  let catalogue: TrCatalogue;
  let trs: readonly Tr[];
  let simulator: Simulator;
  let token: string;

  before(async () => {
    catalogue = await loadTrCatalogue();
    trs = catalogue.all.filter(({ transport }) => transport === 'websocket');
    simulator = await startSimulator({ limits: 'off' });
    ({ token } = await issued(simulator.mock, simulator.accounts.mock[0]));
  });
  after(() => simulator.close());
  afterEach(() => {
    delete process.env['KIWOOM_WS_HOST'];
    simulator.control.clearCalls();
  });

  const textOf = (wanted: readonly Tr[], context: Partial<TemplateContext> = {}): string => {
    return wanted
      .map((tr) => plainText(requestTemplate(tr, { ...templateContext, ...context })))
      .join('\n\n');
  };
  const send = (text: string, value = token): Promise<string> =>
    sendWithHttpyac(text, { KIWOOM_WS_HOST: addressOf(simulator), KIWOOM_TOKEN: value });
  const messages = () =>
    simulator.control.calls({ kind: 'tr' }).map((call) => {
      const { trnm } = JSON.parse(call.body) as { trnm: string };
      return { trnm, call };
    });

  it('log in, ask, wait for the answer and end, one after the other: all 23', async () => {
    assert.equal(trs.length, 23);
    const output = await send(textOf(trs));
    assert.match(output, /23 requests processed \(23 succeeded\)/);
    assert.ok(!output.includes(token));
    const logins = messages().filter(({ trnm }) => trnm === 'LOGIN');
    const asked = messages().filter(({ trnm }) => trnm !== 'LOGIN');
    assert.equal(logins.length, 23);
    assert.deepEqual(
      asked.map(({ call }) => call.apiId),
      trs.map(({ id }) => id),
    );
    const names = asked.map(({ trnm }) => trnm);
    assert.equal(names.filter((name) => name === 'REG').length, 19);
    assert.deepEqual(names.slice(-4), ['CNSRLST', 'CNSRREQ', 'CNSRREQ', 'CNSRCLR']);
    for (const name of names) {
      assert.ok(output.includes(`{"trnm":"${name}","return_code":0`), 'the answer was not awaited');
    }
    for (const { call } of messages()) {
      assert.deepEqual([call.method, call.code, call.token], ['WS', 0, token]);
    }
  });

  it('end as well where the login is refused', async () => {
    const output = await send(textOf(trs.slice(0, 2)), 'unknown');
    assert.match(output, /2 requests processed/);
    const logins = messages().filter(({ trnm }) => trnm === 'LOGIN');
    assert.equal(logins.length, 2);
    assert.ok(messages().every(({ call }) => call.code === 8005));
  });

  it('go over the connection of a login that is kept open: all 23', async () => {
    process.env['KIWOOM_WS_HOST'] = addressOf(simulator);
    const login =
      `### login\n# @keepStreaming\nWS {{$processEnv KIWOOM_WS_HOST}}/api/dostk/websocket\n\n` +
      `{ "trnm": "LOGIN", "token": "${token}" }\n\n`;
    const httpFile = await parseWithHttpyac(login + textOf(trs, { loginKept: true }));
    const [first, ...rest] = httpFile.httpRegions;
    assert.ok(first !== undefined);
    assert.equal(rest.length, trs.length);
    const sendRegion = (httpRegion: HttpRegion) => httpyac({ httpFile, httpRegion, config: {} });

    // It goes on until somebody ends it.
    const streaming = sendRegion(first);
    await simulator.control.waitForCalls({ kind: 'tr', outcome: 'answered' });
    for (const [index, region] of rest.entries()) {
      assert.equal(await sendRegion(region), true);
      await simulator.control.waitForCalls({ kind: 'tr', outcome: 'answered' }, index + 2);
    }
    const [, ...asked] = messages();
    assert.equal(asked.length, trs.length);
    for (const { call } of asked) assert.deepEqual([call.code, call.token], [0, token]);
    await store.userSessionStore.reset();
    await streaming;
  });
});

function addressOf({ mock }: Simulator): string {
  return mock.url.replace('http:', 'ws:');
}

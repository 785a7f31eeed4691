import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isOAuthPath } from '../../../../src/core/model/liveServer.ts';
import type { Tr, TrCatalogue } from '../../../../src/core/model/tr.ts';
import { requestTemplate } from '../../../../src/httpFile/template/requestTemplate.ts';
import { plainText } from '../../../../src/httpFile/template/template.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { issued } from '../../../simulator/kiwoomCalls.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { sendWithHttpyac } from '../../sendWithHttpyac.ts';
import { templateContext } from './templateContext.ts';

describe('The inserted requests, sent by the httpyac command line', () => {
  let catalogue: TrCatalogue;
  let simulator: Simulator;
  let token: string;

  before(async () => {
    catalogue = await loadTrCatalogue();
    simulator = await startSimulator({ limits: 'off' });
    ({ token } = await issued(simulator.real, simulator.accounts.real[0]));
  });
  after(() => simulator.close());
  beforeEach(() => {
    simulator.control.clearCalls();
  });

  const send = (text: string): Promise<string> =>
    sendWithHttpyac(text, { KIWOOM_HOST: simulator.real.url, KIWOOM_TOKEN: token });

  const textOf = (tr: Tr): string => plainText(requestTemplate(tr, templateContext));

  it('arrive as the TRs they are, with their token and all required fields: all REST TRs', async () => {
    const trs = catalogue.all.filter((tr) => tr.transport === 'rest' && !isOAuthPath(tr.path));
    assert.equal(trs.length, 327);
    // Orders ask first; here somebody has said yes.
    const text = trs.map((tr) => textOf(tr).replace(/^# @note .*\n/m, '')).join('\n\n');
    const output = await send(text);
    assert.ok(!output.includes(token));

    const calls = simulator.control.calls();
    assert.equal(calls.length, trs.length, output.slice(-2000));
    for (const [index, call] of calls.entries()) {
      const tr = trs[index];
      assert.ok(tr !== undefined);
      assert.deepEqual(
        [call.apiId, call.method, call.path, call.token, call.status, call.code],
        [tr.id, 'POST', tr.path, token, 200, 0],
      );
      // The simulator knows which fields are required from a catalogue of its own.
      const body = JSON.parse(call.body) as Record<string, unknown>;
      assert.deepEqual(
        Object.keys(body),
        tr.request.map(({ name }) => name),
      );
      assert.equal(call.headers['content-type'], 'application/json;charset=UTF-8');
      assert.equal(call.headers['cont-yn'], undefined);
      assert.equal(call.headers['next-key'], undefined);
    }
  });

  it('do not order anything unless somebody says yes', async () => {
    const order = catalogue.find('kt10000');
    assert.ok(order !== undefined);
    await send(textOf(order));
    assert.deepEqual(simulator.control.calls(), []);
  });

  it('go nowhere else with their token when the server redirects, as Kiwoom does during maintenance', async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(302, { location: '/start.html' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const query = catalogue.find('ka10001');
      assert.ok(query !== undefined);
      await sendWithHttpyac(textOf(query), {
        KIWOOM_HOST: `http://127.0.0.1:${port}`,
        KIWOOM_TOKEN: token,
      });
      assert.deepEqual(paths, [query.path]);
    } finally {
      server.close();
    }
  });

  it('send nothing for the two TRs that would take the keys', async () => {
    await send(
      catalogue.all
        .filter(({ path }) => isOAuthPath(path))
        .map(textOf)
        .join('\n\n'),
    );
    assert.deepEqual(simulator.control.calls(), []);
  });

  it('ask for the next page once their headers are filled in', async () => {
    simulator.control.switch({ pages: 2 });
    const query = catalogue.find('ka10081');
    assert.ok(query !== undefined);
    const text = textOf(query);
    const nextPage = text
      .replace('# cont-yn: Y', 'cont-yn: Y')
      .replace('# next-key:', 'next-key: 00000002');
    await send(`${text}\n\n${nextPage}\n`);
    const calls = simulator.control.calls();
    assert.deepEqual(
      calls.map(({ code, headers }) => [code, headers['cont-yn'], headers['next-key']]),
      [
        [0, undefined, undefined],
        [0, 'Y', '00000002'],
      ],
    );
  });
});

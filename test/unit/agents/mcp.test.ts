import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { AgentTools } from '../../../src/agents/agentTools.ts';
import { serveMcp } from '../../../src/agents/mcpOverHttp.ts';
import type { AgentOrder } from '../../../src/agents/orderGuard.ts';
import { toolDefinitions } from '../../../src/agents/toolDefinitions.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import { loadTrCatalogue } from '../../../src/kiwoom/trCatalogue.ts';
import { describeError } from '../../../src/vscode/shell/messages.ts';
import { TestGateway } from '../gateway/testGateway.ts';
import { english } from '../life/english.ts';

const price = { tr: 'ka10001', fields: { stk_cd: '005930' } };
const order = {
  tr: 'kt10000',
  fields: { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' },
};

describe('An agent over MCP, at the gateway before the simulated server', () => {
  let gateway: TestGateway;
  let rules: { offered: boolean; orders: 'refuse' | 'ask' };
  let asked: AgentOrder[];
  let answer: () => Promise<boolean>;
  let clients: Client[];
  /** Settles when an agent has gone without waiting for its reply. */
  let left: PromiseWithResolvers<undefined>;

  beforeEach(async () => {
    rules = { offered: true, orders: 'refuse' };
    [asked, clients] = [[], []];
    left = Promise.withResolvers();
    answer = () => Promise.resolve(true);
    gateway = await TestGateway.start({
      agentsOn: (domain, passes) => {
        const tools = new AgentTools({
          domain,
          catalogue: loadTrCatalogue,
          ready: () => Promise.resolve(),
          rules: {
            enabled: () => rules.offered,
            accounts: () => 'all',
            orders: () => rules.orders,
          },
          askOrder: (each) => {
            asked.push(each);
            return answer();
          },
          explain: (error) => describeError(error, english).message,
        });
        return {
          passes,
          offered: () => rules.offered,
          answer: (request, response) => {
            response.on('close', () => {
              if (!response.writableFinished) left.resolve(undefined);
            });
            return serveMcp(request, response, { tools, version: '1.2.3' });
          },
        };
      },
    });
  });
  afterEach(async () => {
    for (const client of clients) await client.close();
    await gateway.close();
  });

  const passOf = (profile: Profile): string => gateway.agentPasses.of(profile)?.reveal() ?? '';
  async function connect(pass = passOf(gateway.mock)): Promise<Client> {
    const client = new Client({ name: 'test', version: '0' });
    clients.push(client);
    const headers = { Authorization: `Bearer ${pass}` };
    const url = new URL(`${gateway.server.url}/mcp`);
    const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
    // Its type has members that may be undefined, which the interface does not say.
    await client.connect(transport);
    return client;
  }
  async function use(client: Client, name: string, input: object, signal?: AbortSignal) {
    const options = signal === undefined ? {} : { signal };
    const result = await client.callTool({ name, arguments: { ...input } }, undefined, options);
    const [part] = result.content as { type: string; text: string }[];
    assert.equal(part?.type, 'text');
    const said = JSON.parse(part.text) as Record<string, unknown> & { error?: { code: string } };
    return { said, text: part.text, failed: result.isError === true };
  }

  it('learns what the tools are and how to go about it', async () => {
    const client = await connect();
    assert.equal(client.getServerVersion()?.version, '1.2.3');
    assert.match(client.getInstructions() ?? '', /kiwoom_find_tr/);
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
      toolDefinitions,
    );
  });

  it('finds, describes and calls a TR, and sees the state of its token', async () => {
    const client = await connect();
    const found = await use(client, 'kiwoom_find_tr', { query: '삼성전자 현재가' });
    assert.match(found.text, /ka10001/);
    assert.match((await use(client, 'kiwoom_describe_tr', { tr: 'ka10001' })).text, /종목코드/);
    const { said, failed } = await use(client, 'kiwoom_call_tr', price);
    assert.equal(failed, false);
    assert.equal(said['environment'], 'mock');
    assert.equal(gateway.trs, 1);
    const state = await use(client, 'kiwoom_token_state', {});
    assert.deepEqual(
      (state.said['accounts'] as { token: string }[]).map(({ token }) => token),
      ['valid'],
    );
  });

  it('goes from page to page', async () => {
    gateway.simulator.control.switch({ pages: 2 });
    const client = await connect();
    const { said } = await use(client, 'kiwoom_call_tr', price);
    const { next_key } = said['next_page'] as { next_key: string };
    const last = await use(client, 'kiwoom_call_tr', { ...price, next_key });
    assert.equal(last.said['next_page'], 'none');
  });

  it('gets no key, no token and no pass in anything that it is told', async () => {
    const client = await connect();
    const heard = [];
    for (const [name, input] of [
      ['kiwoom_token_state', {}],
      ['kiwoom_call_tr', price],
      ['kiwoom_call_tr', order],
      ['kiwoom_call_tr', { tr: 'au10001' }],
      ['kiwoom_find_tr', { query: 'secret key token' }],
      ['kiwoom_token_state', {}],
    ] as const) {
      heard.push((await use(client, name, input)).text);
    }
    const [token] = gateway.simulator.control.calls({ kind: 'tr' });
    const { appkey, secretkey } = gateway.simulator.accounts.mock[0];
    const passes = [passOf(gateway.mock), gateway.passOf(gateway.mock)];
    for (const secret of [token?.token ?? '', appkey, secretkey, ...passes]) {
      assert.notEqual(secret, '');
      assert.ok(!heard.join('\n').includes(secret));
    }
  });

  it('uses the account that its pass is for, and no other', async () => {
    const real = await connect(passOf(gateway.real));
    assert.equal((await use(real, 'kiwoom_call_tr', price)).said['environment'], 'real');
    const refused = await use(real, 'kiwoom_call_tr', { ...price, environment: 'mock' });
    assert.equal(refused.said.error?.code, 'account-not-open');
    assert.equal(gateway.trs, 1);
  });

  it('is not let in without its own pass: not with a guessed one, nor with one for the API', async () => {
    for (const pass of ['guessed', gateway.passOf(gateway.mock), '']) {
      await assert.rejects(connect(pass));
    }
    const reply = await gateway.send('/mcp', { host: gateway.server.url.slice(7) }, '{}');
    assert.equal(reply.status, 404);
    assert.doesNotMatch(reply.text, /mcp|agent|tool/i);
  });

  it('cannot use its pass for the API', async () => {
    const authorization = `Bearer ${passOf(gateway.mock)}`;
    const headers = { authorization };
    const reply = await gateway.call('ka10001', price.fields, { profile: gateway.mock, headers });
    assert.equal(reply.status, 404);
    assert.equal(gateway.trs, 0);
  });

  it('finds nothing there any more once agents are switched off', async () => {
    const client = await connect();
    rules.offered = false;
    await assert.rejects(client.listTools(), /404|unknown-path/);
  });

  it('sends no order unless the user says yes to this one', async () => {
    const client = await connect();
    const refused = await use(client, 'kiwoom_call_tr', order);
    assert.equal(refused.said.error?.code, 'orders-refused');
    rules.orders = 'ask';
    answer = () => Promise.resolve(false);
    const denied = await use(client, 'kiwoom_call_tr', order);
    assert.equal(denied.said.error?.code, 'order-not-sent');
    assert.equal(gateway.trs, 0);
    answer = () => Promise.resolve(true);
    assert.equal((await use(client, 'kiwoom_call_tr', order)).failed, false);
    assert.equal(gateway.trs, 1);
    assert.deepEqual(
      asked.map(({ tr, body }) => [tr.id, body]),
      [
        ['kt10000', order.fields],
        ['kt10000', order.fields],
      ],
    );
  });

  it('whose pass ended while its order was asked about sends none, and issues no token', async () => {
    rules.orders = 'ask';
    answer = () => {
      gateway.ended.add(gateway.mock.id);
      return Promise.resolve(true);
    };
    const { said } = await use(await connect(), 'kiwoom_call_tr', order);
    assert.equal(said.error?.code, 'account-not-open');
    assert.deepEqual([asked.length, gateway.trs], [1, 0]);
    assert.equal(gateway.simulator.control.counts().issue, 0);
  });

  it('that has left while its order was asked about sends none', async () => {
    rules.orders = 'ask';
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const question = Promise.withResolvers<undefined>();
    answer = () => {
      question.resolve(undefined);
      return promise;
    };
    const client = await connect();
    const abort = new AbortController();
    const using = use(client, 'kiwoom_call_tr', order, abort.signal);
    await question.promise;
    abort.abort();
    await client.close();
    await assert.rejects(using);
    await left.promise;
    resolve(true);
    // Whatever the answer sets off would have begun by then.
    assert.equal((await use(await connect(), 'kiwoom_find_tr', { query: '잔고' })).failed, false);
    assert.equal(gateway.trs, 0);
  });

  it('is told of a tool that there is not, and of nonsense, in the protocol’s own words', async () => {
    const client = await connect();
    await assert.rejects(client.callTool({ name: 'reveal_token', arguments: {} }), {
      code: -32602,
    });
    const headers = {
      host: gateway.server.url.slice(7),
      authorization: `Bearer ${passOf(gateway.mock)}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    for (const [body, status] of [
      ['{', 400],
      ['{"jsonrpc":"2.0"}', 400],
      ['{"jsonrpc":"2.0","id":1,"method":"resources/list"}', 200],
      [`"${'x'.repeat(2 * 1024 * 1024)}"`, 413],
    ] as const) {
      const reply = await gateway.send('/mcp', headers, body);
      assert.equal(reply.status, status, body.slice(0, 60));
    }
    const get = await gateway.send('/mcp', headers, '', 'GET');
    assert.equal(get.status, 405);
  });
});

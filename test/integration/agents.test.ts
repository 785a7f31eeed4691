import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { leaveNoGateway, switchGateway } from './gatewaySetting.ts';
import { type ToolName, toolNames } from '../../src/agents/toolDefinitions.ts';
import { ConfirmedTool } from '../../src/vscode/agents/languageModelTools.ts';
import { agentBench, otherPaper, paper } from '../unit/agents/agentBench.ts';
import { accounts, addProfile, cleanUp, control, execute, succeed, until } from './extension.ts';
import { variablesInTerminal } from './inTerminal.ts';

const price = { tr: 'ka10001', fields: { stk_cd: '005930' } };
const order = {
  tr: 'kt10000',
  fields: { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' },
};

type Settings = 'enabled' | 'accounts' | 'orders';

async function set(id: Settings, value: unknown, target = vscode.ConfigurationTarget.Global) {
  await vscode.workspace.getConfiguration('kiwoom').update(`agents.${id}`, value, target);
}

async function invoke(name: ToolName, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content
    .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
    .join('');
}

/** Nothing tells when VS Code has taken a tool or let it go; the runner's timeout is the bound. */
async function untilOffered(offered: boolean): Promise<void> {
  const works = () =>
    invoke('kiwoom_token_state', {}).then(
      () => true,
      () => false,
    );
  while ((await works()) !== offered) await new Promise(setImmediate);
}

const read = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

describe('The tools for agents in VS Code', () => {
  beforeEach(async () => {
    await cleanUp();
    await addProfile('mock');
    await set('enabled', true);
    await untilOffered(true);
  });
  afterEach(async () => {
    for (const id of ['enabled', 'accounts', 'orders'] as const) await set(id, undefined);
  });
  after(cleanUp);

  it('are all there, and find and describe a TR without a question', async () => {
    // The list follows a moment after the tools work.
    const names = (): string[] => vscode.lm.tools.map(({ name }) => name);
    await until(() => toolNames.every((name) => names().includes(name)));
    const { results } = read(await invoke('kiwoom_find_tr', { query: '삼성전자 현재가 알려줘' }));
    assert.ok((results as { tr: string }[]).some(({ tr }) => tr === 'ka10001'));
    const { request } = read(await invoke('kiwoom_describe_tr', { tr: 'ka10001' }));
    assert.deepEqual(
      (request as { name: string }[]).map(({ name }) => name),
      ['stk_cd'],
    );
  });

  it('tell the state of the token, and no secret', async () => {
    await vscode.commands.executeCommand('kiwoom.issueToken');
    const text = await invoke('kiwoom_token_state', {});
    const [account] = read(text)['accounts'] as { account: string; token: string }[];
    assert.deepEqual([account?.account, account?.token], [accounts.mock[0].account, 'valid']);
    const [token] = await control.tokens();
    const { appkey, secretkey } = accounts.mock[0];
    for (const secret of [token?.token ?? '', appkey, secretkey]) {
      assert.ok(secret !== '' && !text.includes(secret));
    }
  });

  it('call a TR, and hand out no secret', async () => {
    // In its tests VS Code says yes to its own question; what it asks is tested below.
    const text = await invoke('kiwoom_call_tr', price);
    assert.equal(read(text)['account'], accounts.mock[0].account);
    assert.equal((read(text)['meanings'] as Record<string, string>)['cur_prc'], '현재가');
    const [call] = await control.calls({ kind: 'tr' });
    assert.deepEqual([call?.environment, call?.apiId, call?.code], ['mock', 'ka10001', 0]);
    assert.ok(typeof call?.token === 'string' && !text.includes(call.token));
  });

  it('send no order, with and without the setting, before the user has said yes', async () => {
    const refused = read(await invoke('kiwoom_call_tr', order));
    assert.equal((refused['error'] as { code: string }).code, 'orders-refused');
    await set('orders', 'ask');
    const asked = read(await invoke('kiwoom_call_tr', order));
    assert.ok('error' in asked);
    assert.deepEqual(await control.calls({ kind: 'tr' }), []);
  });

  it('know nothing of a real account until the user opens real ones', async () => {
    await addProfile('real');
    const label = accounts.real[0].account;
    assert.ok(!(await invoke('kiwoom_token_state', {})).includes(label));
    await set('accounts', 'all');
    assert.ok((await invoke('kiwoom_token_state', {})).includes(label));
  });

  it('are gone when the user switches them off, and no workspace switches them on', async () => {
    await set('enabled', undefined);
    await untilOffered(false);
    await assert.rejects(set('enabled', true, vscode.ConfigurationTarget.Workspace));
    await assert.rejects(invoke('kiwoom_token_state', {}));
  });
});

describe('The question before an agent’s call', () => {
  const never = new vscode.CancellationTokenSource().token;
  const toolOf = ({ tools }: Awaited<ReturnType<typeof agentBench>>) =>
    new ConfirmedTool('kiwoom_call_tr', {
      names: toolNames,
      plan: (input) => tools.plan(input),
      use: (name, input, how) => tools.use(name, input, how),
    });
  const invocation = (input: object) => ({ input, toolInvocationToken: undefined });

  it('shows account, TR and fields, and stands for this call alone', async () => {
    const bench = await agentBench(paper);
    const tool = toolOf(bench);
    const { confirmationMessages } = await tool.prepareInvocation({ input: price });
    assert.match(confirmationMessages?.title ?? '', /주식기본정보요청 \(ka10001\)/);
    const { value } = confirmationMessages?.message as vscode.MarkdownString;
    assert.match(value, /81234567/);
    assert.match(value, /005930/);
    await tool.invoke(invocation(price), never);
    assert.equal(bench.server.sent.length, 1);
    await assert.rejects(tool.invoke(invocation(price), never), /has not seen this call/);
    await assert.rejects(
      tool.invoke(invocation({ ...price, fields: { stk_cd: '000660' } }), never),
      /has not seen this call/,
    );
    assert.equal(bench.server.sent.length, 1);
  });

  it('does not stand for another account that came in its place', async () => {
    const bench = await agentBench(paper);
    const tool = toolOf(bench);
    await tool.prepareInvocation({ input: price });
    await bench.domain.profiles.add(otherPaper, await bench.domain.keyStore.keys(paper.id));
    await bench.domain.profiles.remove(paper.id);
    await assert.rejects(tool.invoke(invocation(price), never), /has not seen this call/);
    assert.equal(bench.server.sent.length, 0);
  });

  it('is left to the order’s own where it is an order', async () => {
    const bench = await agentBench(paper);
    bench.rules.orders = 'ask';
    const tool = toolOf(bench);
    const { confirmationMessages } = await tool.prepareInvocation({ input: order });
    assert.equal(confirmationMessages, undefined);
    await tool.invoke(invocation(order), never);
    assert.deepEqual([bench.asked.length, bench.server.sent.length], [1, 1]);
  });
});

describe('Copy MCP Configuration', () => {
  before(async () => {
    await cleanUp();
    await addProfile('mock');
    await set('enabled', true);
    await switchGateway(true);
  });
  after(async () => {
    await set('enabled', undefined);
    await leaveNoGateway();
    await cleanUp();
  });

  it('copies where the tools are, and no pass; what is there lets nobody in without one', async () => {
    const { client } = await succeed('kiwoom.copyMcpConfiguration', { client: 'claude-code' });
    assert.equal(client, 'claude-code');
    const { mcpServers } = JSON.parse(await vscode.env.clipboard.readText()) as {
      mcpServers: Record<string, { url: string; headers: Record<string, string> }>;
    };
    const server = mcpServers['kiwoom-mock'];
    assert.equal(server?.headers['Authorization'], 'Bearer ${KIWOOM_MCP_PASS_MOCK}');
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    const reply = await fetch(server.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${process.env['KIWOOM_TOKEN'] ?? ''}` },
      body: '{}',
    });
    assert.equal(reply.status, 404);
  });

  it('does not open a real account that the user has not opened', async () => {
    const profile = await addProfile('real');
    const result = await execute('kiwoom.copyMcpConfiguration', { client: 'codex', profile });
    assert.equal(result.ok ? '' : result.code, 'account-not-open');
  });

  describe('for one of several accounts', () => {
    /** The accounts that a program started in a new terminal of this window can see. */
    const seenByAgent = async (): Promise<unknown> => {
      const [pass = ''] = await variablesInTerminal('KIWOOM_MCP_PASS_MOCK');
      const { mcpServers } = JSON.parse(await vscode.env.clipboard.readText()) as {
        mcpServers: Record<string, { url: string }>;
      };
      const reply = await fetch(mcpServers['kiwoom-mock']?.url ?? '', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${pass}`,
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: 'kiwoom_token_state', arguments: {} },
        }),
      });
      const { result } = (await reply.json()) as { result: { content: { text: string }[] } };
      const { accounts: seen } = read(result.content[0]?.text ?? '');
      return (seen as { account: string }[]).map(({ account }) => account);
    };
    const copyFor = (profile: string) =>
      succeed('kiwoom.copyMcpConfiguration', { client: 'claude-code', profile });

    it('gives new terminals the pass of that account, whichever is in use', async () => {
      const [first, second] = accounts.mock;
      await addProfile('mock', { index: 1 });
      await succeed('kiwoom.switchProfile', { profile: second.account });
      await copyFor(first.account);
      assert.deepEqual(await seenByAgent(), [first.account]);
      await copyFor(second.account);
      await succeed('kiwoom.switchProfile', { profile: first.account });
      assert.deepEqual(await seenByAgent(), [second.account]);
    });
  });
});

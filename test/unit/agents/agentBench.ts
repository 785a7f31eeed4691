import { type AgentOrder } from '../../../src/agents/orderGuard.ts';
import { AgentTools, type ToolUse } from '../../../src/agents/agentTools.ts';
import type { ToolName } from '../../../src/agents/toolDefinitions.ts';
import { createDomain } from '../../../src/core/domain.ts';
import type { TrReply, TrRequest } from '../../../src/core/model/ports.ts';
import type { Profile } from '../../../src/core/model/profile.ts';
import { ServerClock } from '../../../src/core/time/serverClock.ts';
import { loadTrCatalogue, trFacts } from '../../../src/kiwoom/trCatalogue.ts';
import { describeError } from '../../../src/vscode/shell/messages.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { MemoryKeyStore, RecordingLog } from '../fakes/memoryStores.ts';
import { testPorts } from '../fakes/testPorts.ts';
import { testKeys, testProfile } from '../fakes/testProfile.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { english } from '../life/english.ts';

export const canaries = { appkey: 'canary-app-key', secretkey: 'canary-secret-key' };

export const paper = testProfile('mock', { label: '81234567' });
export const money = testProfile('real', { label: '51234567' });
export const otherPaper = testProfile('mock', { id: 'mock-fedcba9876543210', label: '87654321' });

/** What a tool says, parsed. */
export interface Said {
  readonly failed: boolean;
  readonly text: string;
  readonly error?: { readonly code: string; readonly message: string; readonly next_step: string };
  readonly [field: string]: unknown;
}

/** The tools on a domain in memory; the server is a function of the test's. */
export async function agentBench(...stored: readonly Profile[]) {
  const machine = new FakeClock();
  const clock = new ServerClock(machine, unexpected);
  const keyStore = new MemoryKeyStore();
  for (const profile of stored) {
    keyStore.put(profile, testKeys(canaries.appkey, canaries.secretkey));
  }
  const log = new RecordingLog();
  const server: { sent: TrRequest[]; reply: (request: TrRequest) => TrReply | Promise<TrReply> } = {
    sent: [],
    reply: () => ({ body: { return_code: 0 } }),
  };
  const api = new FakeTokenApi(clock);
  const domain = createDomain(
    testPorts({
      clock,
      scheduler: machine.schedulerOf(clock),
      keyStore,
      log,
      tokenApi: api,
      trFacts,
      trApi: {
        send: async (request) => {
          await Promise.resolve();
          server.sent.push(request);
          return server.reply(request);
        },
      },
    }),
  );
  await domain.profiles.refresh();
  const rules = {
    enabled: true,
    accounts: 'mock' as 'mock' | 'all',
    orders: 'refuse' as 'refuse' | 'ask',
  };
  const asked: AgentOrder[] = [];
  const user: { answers: (order: AgentOrder) => Promise<boolean> } = {
    answers: () => Promise.resolve(true),
  };
  const tools = new AgentTools({
    domain,
    catalogue: loadTrCatalogue,
    ready: () => Promise.resolve(),
    rules: {
      enabled: () => rules.enabled,
      accounts: () => rules.accounts,
      orders: () => rules.orders,
    },
    askOrder: (order) => {
      asked.push(order);
      return user.answers(order);
    },
    explain: (error) => describeError(error, english).message,
  });
  const use = async (name: ToolName, input: unknown, how?: ToolUse): Promise<Said> => {
    const { failed, text } = await tools.use(name, input, how);
    return { ...(JSON.parse(text) as object), failed, text };
  };
  return { machine, domain, api, server, rules, asked, user, tools, use, log };
}

export type AgentBench = Awaited<ReturnType<typeof agentBench>>;

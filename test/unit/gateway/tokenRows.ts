import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { errorCodeFor, publishedServerCodes } from '../../../src/kiwoom/serverCodes.ts';
import { refusesToken } from '../../../src/core/model/tokenRefusal.ts';
import type { Fault } from '../../simulator/controlInterface.ts';
import type { KiwoomCode } from '../../simulator/errorCodes.ts';
import { type FaultRow, sendOrder, sendQuery } from './faultRow.ts';
import type { TestGateway } from './testGateway.ts';

const hasty = { haste: 20 };

/** How often a call goes out that Kiwoom refuses with this code again and again. */
function attempts(code: number): number {
  const meaning = errorCodeFor(code);
  if (refusesToken(meaning)) return 2;
  return meaning === 'rate-limited' ? 4 : 1;
}

/** What Kiwoom says is what the client gets, whatever the gateway did about it. */
export const codeRows: readonly FaultRow[] = publishedServerCodes.flatMap((code) =>
  [sendQuery, sendOrder].map((act) => ({
    name: `${code} (${act === sendQuery ? 'query' : 'order'})`,
    options: hasty,
    arrange: async ({ simulator, domain, real }: TestGateway) => {
      await domain.tokens.ensure(real);
      simulator.control.fault('tr', { kind: 'failure', code: code as KiwoomCode });
    },
    act,
    sees: `200 ${code}`,
    trs: attempts(code),
  })),
);

const refusal = Buffer.from(
  '{"return_code":3,"return_msg":"인증에 실패했습니다[8005:Token이 유효하지 않습니다]"}',
);

/** What a server or a proxy on the way may make of a refusal. */
const unusualForms: readonly (readonly [string, Record<string, string>, Buffer])[] = [
  ['behind a byte order mark', {}, Buffer.concat([Buffer.from('\uFEFF'), refusal])],
  ['compressed with gzip, unasked', { 'content-encoding': 'gzip' }, gzipSync(refusal)],
  ['compressed with GZIP', { 'content-encoding': 'X-GZIP' }, gzipSync(refusal)],
  ['compressed with deflate', { 'content-encoding': 'deflate' }, deflateSync(refusal)],
  ['compressed with a bare deflate', { 'content-encoding': 'deflate' }, deflateRawSync(refusal)],
  ['compressed with Brotli', { 'content-encoding': 'br' }, brotliCompressSync(refusal)],
];

export const tokenRows: readonly FaultRow[] = [
  {
    name: 'the token died (query)',
    arrange: died,
    act: sendQuery,
    sees: '200 0',
    trs: 2,
  },
  { name: 'the token died (order)', arrange: died, act: sendOrder, sees: '200 0', trs: 2 },
  {
    name: 'the token died, and the reply to the order that was sent again is lost',
    arrange: ({ simulator }) => {
      simulator.control.fault('tr', { kind: 'failure', code: 8005 }, { times: 1 });
      simulator.control.fault('tr', { kind: 'reset', handled: true });
    },
    act: sendOrder,
    sees: '502 connection-lost',
    trs: 2,
  },
  {
    name: 'the token is refused by HTTP 401, in words without a code',
    arrange: ({ simulator }) => {
      const body = '{"return_code":3,"return_msg":"인증에 실패했습니다"}';
      simulator.control.fault('tr', { kind: 'reply', status: 401, body }, { times: 1 });
    },
    act: sendQuery,
    sees: '200 0',
    trs: 2,
  },
  ...unusualForms.map(([form, headers, body]): FaultRow => ({
    name: `the token is refused ${form}`,
    arrange: ({ simulator }) => {
      const encoded = { body: body.toString('base64'), encoding: 'base64' } as const;
      const refusal: Fault = { kind: 'reply', status: 200, headers, ...encoded };
      simulator.control.fault('tr', refusal, { times: 1 });
    },
    act: sendOrder,
    sees: '200 0',
    trs: 2,
  })),
  {
    name: 'another program replaced the token',
    arrange: async (gateway) => {
      await gateway.domain.tokens.ensure(gateway.real);
      gateway.simulator.control.replaceTokens();
    },
    act: sendQuery,
    sees: '200 0',
    trs: 2,
  },
  {
    name: 'the token dies again and again, until no more is issued',
    act: async (gateway) => {
      const all: string[] = [];
      for (let each = 0; each < 4; each += 1) {
        all.push(await sendQuery(gateway));
        gateway.simulator.control.killTokens();
      }
      return all.join();
    },
    sees: /^200 0,200 0,.*200 8005$/,
    trs: 6,
  },
  {
    name: 'the token is renewed while a call is on its way',
    arrange: ({ simulator }) => simulator.control.fault('tr', { kind: 'hold' }, { times: 1 }),
    act: async (gateway) => {
      const sent = sendQuery(gateway);
      await gateway.simulator.control.waitForCalls({ kind: 'tr' });
      const { tokens } = gateway.domain;
      await tokens.replace(gateway.real, await tokens.ensure(gateway.real));
      gateway.simulator.control.release();
      return sent;
    },
    sees: '200 0',
    trs: 1,
  },
  {
    name: 'ten calls at once find the token dead',
    arrange: died,
    act: async (gateway) => {
      const all = await Promise.all(Array.from({ length: 10 }, () => sendQuery(gateway)));
      const { issue } = gateway.simulator.control.counts();
      return `${[...new Set(all)].join()}, issued ${issue} times`;
    },
    options: hasty,
    sees: '200 0, issued 2 times',
  },
  {
    name: 'two accounts call at once',
    act: async (gateway) => {
      const { mock, real, simulator } = gateway;
      await Promise.all([mock, real].map((profile) => sendQuery(gateway, { profile })));
      const calls = simulator.control.calls({ kind: 'tr' });
      const tokens = simulator.control.tokens();
      return calls
        .map(({ environment, token }) =>
          tokens.some((each) => each.token === token && each.environment === environment),
        )
        .join();
    },
    sees: 'true,true',
    trs: 2,
  },
  ...(
    [
      [8001, 'wrong-keys'],
      [8030, 'key-of-other-environment'],
      [8050, 'unregistered-ip'],
    ] as const
  ).map(([code, word]): FaultRow => ({
    name: `no token is to be had (${code})`,
    arrange: ({ simulator }) => simulator.control.fault('issue', { kind: 'failure', code }),
    act: sendQuery,
    sees: `502 ${word}`,
  })),
  {
    name: 'a bot that issues by itself gets no token either (8050)',
    arrange: ({ simulator }) => simulator.control.fault('issue', { kind: 'failure', code: 8050 }),
    act: async (gateway) => {
      const pass = gateway.passOf(gateway.real);
      const body = JSON.stringify({ appkey: pass, secretkey: pass });
      return (await gateway.send('/real/oauth2/token', {}, body)).text;
    },
    sees: /unregistered-ip/,
  },
  {
    name: 'the account was ended',
    arrange: ({ ended, real }) => ended.add(real.id),
    act: async (gateway) => {
      gateway.ended.delete(gateway.real.id);
      const authorization = `Bearer ${gateway.passOf(gateway.real)}`;
      gateway.ended.add(gateway.real.id);
      return sendQuery(gateway, { headers: { authorization } });
    },
    sees: '404 wrong-pass',
  },
];

async function died({ domain, simulator, real }: TestGateway): Promise<void> {
  await domain.tokens.ensure(real);
  simulator.control.killTokens();
}

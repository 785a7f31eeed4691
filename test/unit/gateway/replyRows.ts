import { gzipSync } from 'node:zlib';
import type { Fault } from '../../simulator/controlInterface.ts';
import { type FaultRow, sendOrder, sendQuery } from './faultRow.ts';
import type { TestGateway } from './testGateway.ts';
import { usualLimits } from '../../../src/gateway/gatewayLimits.ts';

const impatient = { limits: { ...usualLimits, upstreamMs: 100 } };

/** A fault of every call, or of the first ones. */
const fault =
  (planned: Fault, times?: number) =>
  ({ simulator }: TestGateway): unknown =>
    simulator.control.fault('tr', planned, times === undefined ? {} : { times });

const reply = (status: number, headers: Record<string, string>, body = '{"return_code":0}') =>
  fault({ kind: 'reply', status, headers, body });

/** A token that is held already. */
const held =
  (then: (gateway: TestGateway) => unknown) =>
  async (gateway: TestGateway): Promise<void> => {
    await gateway.domain.tokens.ensure(gateway.real);
    await gateway.domain.tokens.ensure(gateway.mock);
    await then(gateway);
  };

/** A call whose time is over when it has reached Kiwoom, however long the way there took. */
function takesTooLong(): FaultRow {
  const totalMs = 50;
  let passed = 0;
  return {
    name: 'a call takes longer than any may',
    options: { limits: { ...usualLimits, totalMs }, clock: { monotonic: () => passed } },
    arrange: held(fault({ kind: 'hold' })),
    act: async (gateway) => {
      const sent = sendQuery(gateway);
      await gateway.simulator.control.waitForCalls({ kind: 'tr' });
      passed = totalMs;
      return sent;
    },
    sees: 'cut',
    trs: 1,
  };
}

/** How Kiwoom, and the way to it, may answer. */
export const replyRows: readonly FaultRow[] = [
  ...(
    [
      ['Kiwoom is slow to answer', { kind: 'delay', delayMs: 50 }, '200 0', '200 0'],
      [
        'Kiwoom is slow with the body',
        { kind: 'delay', delayMs: 50, part: 'body' },
        '200 0',
        '200 0',
      ],
      ['Kiwoom never answers', { kind: 'noAnswer' }, '504 timed-out', '504 timed-out'],
      [
        'Kiwoom stops in the body',
        { kind: 'hold', part: 'body' },
        '504 timed-out',
        '504 timed-out',
      ],
      ['the connection is reset', { kind: 'reset' }, '502 connection-lost', '502 connection-lost'],
      [
        'the connection is reset in the body',
        { kind: 'reset', part: 'body' },
        '502 truncated-reply',
        '502 truncated-reply',
      ],
      [
        'half a body came',
        { kind: 'truncated', contentLength: 'whole' },
        '502 truncated-reply',
        '502 truncated-reply',
      ],
      ['half a body came as a whole', { kind: 'truncated' }, '200 no JSON', '200 no JSON'],
      ['a proxy’s error page came', { kind: 'serverError' }, '502 http-server-error'],
      [
        'the firewall’s page came',
        { kind: 'serverError', status: 400 },
        '502 request-blocked',
        '502 request-blocked',
      ],
      ['nothing came', { kind: 'empty' }, '200 nothing', '200 nothing'],
      ['a huge body came', { kind: 'huge', bytes: 3_000_000 }, '200 no JSON', '200 no JSON'],
    ] as const satisfies readonly (readonly [string, Fault, string, string?])[]
  ).flatMap(([name, planned, ofQuery, ofOrder = ofQuery]): FaultRow[] => [
    {
      name: `${name} (query)`,
      options: ofQuery === '504 timed-out' ? impatient : {},
      arrange: fault(planned),
      act: sendQuery,
      sees: ofQuery,
      trs: 1,
    },
    {
      name: `${name} (order)`,
      options: ofQuery === '504 timed-out' ? impatient : {},
      arrange: fault(planned),
      act: sendOrder,
      sees: ofOrder,
      trs: 1,
    },
  ]),
  takesTooLong(),
  {
    name: 'a redirect leads elsewhere',
    arrange: reply(307, { location: 'http://127.0.0.1:1/' }),
    act: sendQuery,
    sees: '503 maintenance',
    trs: 1,
  },
  {
    name: 'an error in JSON came',
    arrange: reply(500, { 'content-type': 'application/json' }, '{"error":"INTERNAL"}'),
    act: sendQuery,
    sees: '500 undefined',
    trs: 1,
  },
  {
    name: 'a page came that says it is JSON',
    arrange: reply(200, { 'content-type': 'application/json' }, '<html></html>'),
    act: sendQuery,
    sees: '503 maintenance',
    trs: 1,
  },
  ...(['br', 'gzip'] as const).map((encoding): FaultRow => ({
    name: `bytes came that are no ${encoding}, though they say so`,
    arrange: reply(200, { 'content-encoding': encoding }),
    act: sendQuery,
    sees: '200 0',
    trs: 1,
  })),
  {
    name: 'a page came that says it is JSON, compressed unasked',
    arrange: fault({
      kind: 'reply',
      status: 200,
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync('\n<html></html>').toString('base64'),
      encoding: 'base64',
    }),
    act: sendQuery,
    sees: '503 maintenance',
    trs: 1,
  },
  {
    name: 'a compressed reply came that is far larger than it seems',
    arrange: fault({
      kind: 'reply',
      status: 200,
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(20_000_000, ' ')).toString('base64'),
      encoding: 'base64',
    }),
    act: async (gateway) => {
      const { headers } = await gateway.call('ka10001', {});
      return String(headers['content-encoding']);
    },
    sees: 'gzip',
    trs: 1,
  },
  {
    name: 'bytes came that are no text',
    arrange: fault({ kind: 'reply', status: 200, body: '//79', encoding: 'base64' }),
    act: sendQuery,
    sees: '200 no JSON',
    trs: 1,
  },
  {
    name: 'HTTP 401 came once (query)',
    arrange: fault({ kind: 'reply', status: 401, body: '' }, 1),
    act: sendQuery,
    sees: '200 0',
    trs: 2,
  },
  {
    name: 'HTTP 429 came once without a word (query)',
    options: { haste: 20 },
    arrange: held(fault({ kind: 'reply', status: 429, body: '' }, 1)),
    act: sendQuery,
    sees: '200 0',
    trs: 2,
  },
  {
    name: 'HTTP 429 came once without a word (order)',
    options: { haste: 20 },
    arrange: held(fault({ kind: 'reply', status: 429, body: '' }, 1)),
    act: sendOrder,
    sees: '429 nothing',
    trs: 1,
  },
  {
    name: 'headers came that would open the gateway to pages',
    arrange: reply(200, { 'access-control-allow-origin': '*', 'set-cookie': 'a=b' }),
    act: async (gateway) => {
      const { headers } = await gateway.call('ka10001', {});
      const wanted = ['access-control-allow-origin', 'set-cookie', 'location'];
      return wanted.filter((name) => name in headers).join();
    },
    sees: '',
    trs: 1,
  },
  {
    name: 'maintenance of the real server',
    arrange: held(({ simulator }) => {
      simulator.control.switch({ maintenance: true });
    }),
    act: sendQuery,
    sees: '503 maintenance',
    trs: 1,
  },
  {
    name: 'maintenance of the mock server',
    arrange: held(({ simulator }) => {
      simulator.control.switch({ maintenance: true });
    }),
    act: (gateway) => sendQuery(gateway, { profile: gateway.mock }),
    sees: '503 maintenance',
    trs: 1,
  },
  {
    name: 'maintenance while there is no token',
    arrange: ({ simulator }) => {
      simulator.control.switch({ maintenance: true });
    },
    act: sendQuery,
    sees: '503 maintenance',
  },
  {
    name: 'Kiwoom is not there',
    arrange: held(({ simulator }) => simulator.real.close()),
    act: sendQuery,
    sees: '502 connection-refused',
  },
];

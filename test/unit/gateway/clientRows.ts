import net from 'node:net';
import { usualLimits } from '../../../src/gateway/gatewayLimits.ts';
import type { Fault } from '../../simulator/controlInterface.ts';
import {
  type FaultRow,
  leave,
  order,
  query,
  queryBytes,
  sendBytes,
  seen,
  sendOrder,
  sendQuery,
  until,
} from './faultRow.ts';
import type { TestGateway } from './testGateway.ts';

const impatient = {
  limits: { ...usualLimits, headersMs: 50, requestMs: 80, checkMs: 20, idleMs: 300 },
};

/** What became of the last call at the server. */
/** How a call to Kiwoom ended, the last one unless told otherwise. */
async function outcome({ simulator }: TestGateway, index = -1): Promise<string> {
  const call = () => simulator.control.calls({ kind: 'tr' }).at(index);
  await until(() => call()?.outcome !== 'pending');
  return call()?.outcome ?? 'none';
}

function orderBytes(gateway: TestGateway): string {
  const body = JSON.stringify(order);
  return queryBytes(gateway)
    .replace('stkinfo', 'ordr')
    .replace('ka10001', 'kt10000')
    .replace(/Content-Length: \d+/, `Content-Length: ${body.length}`)
    .replace(JSON.stringify(query), body);
}

/** A client that goes away while Kiwoom answers its query: the call is cut. */
function leavesQuery(name: string, fault: Fault): FaultRow {
  return {
    name,
    arrange: ({ simulator }) => simulator.control.fault('tr', fault),
    act: async (gateway) => {
      const { control } = gateway.simulator;
      await leave(queryBytes(gateway), gateway, control.waitForCalls({ kind: 'tr' }));
      return outcome(gateway);
    },
    sees: 'cut',
    trs: 1,
  };
}

/** How clients may behave. */
export const clientRows: readonly FaultRow[] = [
  leavesQuery('goes away before the reply (query): the call is cut', { kind: 'hold' }),
  {
    name: 'goes away before the reply (order): it is not cut',
    arrange: ({ simulator }) => simulator.control.fault('tr', { kind: 'hold' }, { times: 1 }),
    act: async (gateway) => {
      const { control } = gateway.simulator;
      await leave(orderBytes(gateway), gateway, control.waitForCalls({ kind: 'tr' }));
      // By the time that this is answered, the gateway knows.
      await sendQuery(gateway);
      control.release();
      return outcome(gateway, 0);
    },
    sees: 'answered',
    trs: 2,
  },
  {
    name: 'waits longer for the reply to an order than the next order may wait for its turn',
    options: { limits: { ...usualLimits, queueMs: 800 } },
    arrange: ({ simulator }) => simulator.control.fault('tr', { kind: 'hold' }, { times: 1 }),
    act: async (gateway) => {
      const { control } = gateway.simulator;
      const ofMock = { profile: gateway.mock };
      await gateway.domain.tokens.ensure(gateway.mock);
      const first = sendOrder(gateway, ofMock);
      await control.waitForCalls({ kind: 'tr' });
      const next = await sendOrder(gateway, ofMock);
      control.release();
      return `${await first}, ${next}`;
    },
    sees: '200 0, 429 1700',
    trs: 1,
  },
  {
    name: 'goes away while its order is asked about: nothing is sent',
    act: async (gateway) => {
      const { promise: answer, resolve: allow } = Promise.withResolvers<boolean>();
      gateway.orders.allowed = answer;
      await leave(
        orderBytes(gateway),
        gateway,
        until(() => gateway.orders.asked.length > 0),
      );
      // By the time that this is answered, the gateway knows.
      await sendQuery(gateway);
      allow(true);
      return sendQuery(gateway);
    },
    sees: '200 0',
    trs: 2,
  },
  {
    name: 'goes away before its order is refused for a dead token: it is not sent again',
    arrange: ({ simulator }) => {
      simulator.control.fault('tr', { kind: 'hold' }, { times: 1 });
    },
    act: async (gateway) => {
      const { control } = gateway.simulator;
      await gateway.domain.tokens.ensure(gateway.real);
      control.killTokens();
      await leave(orderBytes(gateway), gateway, control.waitForCalls({ kind: 'tr' }));
      control.release();
      await gateway.logged('gateway-passed');
      return outcome(gateway);
    },
    sees: 'answered',
    trs: 1,
  },
  leavesQuery('goes away in the middle of a huge reply', { kind: 'huge', bytes: 50_000_000 }),
  {
    name: 'sends half a head and waits',
    options: impatient,
    act: (gateway) => sendBytes(gateway, queryBytes(gateway).slice(0, 60)),
    sees: 'cut',
  },
  {
    name: 'sends half a body and waits',
    options: impatient,
    act: (gateway) => sendBytes(gateway, queryBytes(gateway).slice(0, -5)),
    sees: 'cut',
  },
  {
    name: 'connects and says nothing',
    options: impatient,
    act: (gateway) => sendBytes(gateway),
    sees: 'cut',
  },
  {
    name: 'keeps a connection and says nothing more',
    options: { limits: { ...usualLimits, keepAliveMs: 20 } },
    act: async (gateway) => {
      const bytes = queryBytes(gateway).replace('Connection: close', 'Connection: keep-alive');
      return (await sendBytes(gateway, bytes)).slice(0, 15);
    },
    sees: 'HTTP/1.1 200 OK',
    trs: 1,
  },
  {
    name: 'sends headers of 20 KB',
    act: (gateway) => sendBytes(gateway, queryBytes(gateway, `x: ${'x'.repeat(20_000)}`)),
    sees: 'cut',
  },
  {
    name: 'sends a body of 2 MB',
    act: (gateway) => seen(gateway.call('ka10001', { a: 'x'.repeat(2_000_000) })),
    sees: /^(?:413 body-too-large|cut)$/,
  },
  ...[[], 'text', null, 1].map((body): FaultRow => ({
    name: `sends ${JSON.stringify(body)} for an object`,
    act: (gateway) => seen(gateway.call('ka10001', body)),
    sees: '400 body-not-json',
  })),
  {
    name: 'sends two requests in one packet',
    act: async (gateway) => {
      const kept = queryBytes(gateway).replace('Connection: close', 'Connection: keep-alive');
      const received = await sendBytes(gateway, kept + queryBytes(gateway));
      return String(received.split('HTTP/1.1 200 OK').length - 1);
    },
    sees: '2',
    trs: 2,
  },
  ...(
    [
      ['a length twice', (bytes) => bytes.replace('Connection', 'Content-Length: 4\r\nConnection')],
      [
        'a length and pieces',
        (bytes) =>
          bytes.replace('Connection: close', 'Transfer-Encoding: chunked\r\nConnection: close'),
      ],
      ['a line end alone', (bytes) => bytes.replace('\r\nHost', '\nHost')],
      ['a folded header', (bytes) => bytes.replace('\r\nConnection', '\r\n folded\r\nConnection')],
      ['a blank before the colon', (bytes) => bytes.replace('api-id:', 'api-id :')],
      ['an unknown method', (bytes) => bytes.replace('POST', 'SEND')],
      ['HTTP/3', (bytes) => bytes.replace('HTTP/1.1', 'HTTP/3.0')],
      ['no HTTP', () => '\0\x01\x02\r\n\r\n'],
      ['TLS', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ] as const satisfies readonly (readonly [string, (bytes: string) => string])[]
  ).map(([name, change]): FaultRow => ({
    name: `sends ${name}`,
    options: impatient,
    act: (gateway) => sendBytes(gateway, change(queryBytes(gateway))),
    sees: 'cut',
  })),
  ...(
    [
      [
        'a whole address for a path',
        '404 unknown-path',
        (bytes) => bytes.replace('/real', 'http://api.kiwoom.com/real'),
      ],
      [
        'two hosts',
        '400 repeated-header',
        (bytes, { port }) => bytes.replace('api-id', `Host: 127.0.0.1:${port}\r\napi-id`),
      ],
      [
        'two passes',
        '400 repeated-header',
        (bytes) => bytes.replace('api-id', 'Authorization: Bearer x\r\napi-id'),
      ],
      [
        'another protocol on the way',
        '404 upgrade',
        (bytes) => bytes.replace('Connection: close', 'Connection: Upgrade\r\nUpgrade: h2c'),
      ],
      ['no host', '400', (bytes) => bytes.replace(/Host.*\r\n/, '')],
    ] as const satisfies readonly (readonly [
      string,
      string,
      (bytes: string, gateway: TestGateway) => string,
    ])[]
  ).map(([name, sees, change]): FaultRow => ({
    name: `sends ${name}`,
    options: impatient,
    act: async (gateway) => {
      const received = await sendBytes(gateway, change(queryBytes(gateway), gateway));
      const [, status = '', word = ''] = /^HTTP\/1.1 (\d+)[^]*?(?:\[(.*)\]|$)/.exec(received) ?? [];
      return received === 'cut' ? received : `${status} ${word}`.trim();
    },
    sees,
  })),
  {
    name: 'sends its body in pieces',
    act: (gateway) => {
      const body = JSON.stringify(query);
      const bytes = queryBytes(gateway)
        .replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked')
        .replace(body, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
      return sendBytes(gateway, bytes);
    },
    sees: /^HTTP\/1.1 200 OK/,
    trs: 1,
  },
  {
    name: 'asks whether it may send its body',
    act: (gateway) => sendBytes(gateway, queryBytes(gateway, 'Expect: 100-continue')),
    sees: /200 OK/,
    trs: 1,
  },
  {
    name: 'sends 80 calls at once: those that find 64 before them are refused',
    arrange: ({ simulator }) => simulator.control.fault('tr', { kind: 'hold' }),
    act: async (gateway) => {
      const answers: string[] = [];
      for (let each = 0; each < 80; each += 1) {
        void sendQuery(gateway).then((answer) => answers.push(answer));
      }
      await until(() => answers.length === 16);
      return [...new Set(answers)].join();
    },
    sees: '429 1700',
    trs: 5,
  },
  {
    name: 'waits for its turn for too long',
    options: { haste: 40 },
    arrange: async (gateway) => {
      await gateway.domain.tokens.ensure(gateway.real);
      // Somebody else has taken all turns of this TR.
      gateway.simulator.control.fault('tr', { kind: 'hold' });
    },
    act: async (gateway) => {
      const { limiter } = gateway.domain;
      const hog = new AbortController();
      for (let each = 0; each < 2_000; each += 1) {
        limiter
          .turn({ profileId: gateway.real.id, apiId: 'ka10001' }, 5, hog.signal)
          .catch(() => undefined);
      }
      const answer = await sendQuery(gateway);
      hog.abort();
      return answer;
    },
    sees: '429 1700',
  },
  {
    name: 'opens 1,000 connections: 256 stay, and it works again when they are closed',
    act: async (gateway) => {
      const sockets = Array.from({ length: 1_000 }, () => net.connect(gateway.port, '127.0.0.1'));
      let refused = 0;
      for (const socket of sockets) {
        socket.on('error', () => undefined);
        socket.on('close', () => {
          refused += 1;
        });
      }
      await until(() => refused === 744);
      for (const socket of sockets) socket.destroy();
      await until(() => refused === 1_000);
      let answer = 'cut';
      while (answer === 'cut') answer = await sendQuery(gateway);
      return answer;
    },
    sees: '200 0',
    trs: 1,
  },
  {
    name: 'has its order refused',
    arrange: ({ orders }) => {
      orders.allowed = false;
    },
    act: sendOrder,
    sees: '403 order-refused',
  },
];

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { bundled } from './bundle.ts';
import type { GatewayProcessMemory, GatewayProcessReady, ProxyKind } from './gatewayProcess.ts';
import { type Measured, median } from './measured.ts';

const path = '/api/dostk/stkinfo';
const reply = Buffer.from(
  JSON.stringify({ stk_cd: '005930', return_code: 0, return_msg: 'x'.repeat(550) }),
);
const longReply = 10 * 1024 * 1024;
const body = JSON.stringify({ stk_cd: '005930' });

/** One of the ways to the same server. */
interface Way {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: http.Agent;
}

/** What the gateway adds to a request, beside a proxy that does nothing else. */
export async function gateway(): Promise<Measured[]> {
  const server = await startServer();
  const { port } = server.address() as AddressInfo;
  const program = await bundled('gatewayProcess.ts');
  const start = async (kind: ProxyKind): Promise<{ child: ChildProcess; way: Way }> => {
    const child = fork(program, [`http://127.0.0.1:${port}`, kind]);
    const [ready] = (await once(child, 'message')) as [GatewayProcessReady];
    return { child, way: wayTo(ready.port, ready.pass) };
  };
  const passThrough = await start('pass-through');
  const { child, way } = await start('gateway');
  const ways = { direct: wayTo(port), passThrough: passThrough.way, gateway: way };
  try {
    return [
      ...(await latencies(ways)),
      await throughput(ways),
      await memory(way, child),
      await streaming(way, child),
      await messages(way),
    ];
  } finally {
    for (const { agent } of Object.values(ways)) agent.destroy();
    child.kill();
    passThrough.child.kill();
    server.closeAllConnections();
    server.close();
  }
}

function wayTo(port: number, pass?: string): Way {
  const through = pass === undefined ? '' : '/real';
  return {
    port,
    path: `${through}${path}`,
    headers: {
      authorization: `Bearer ${pass ?? 'token'}`,
      'api-id': 'ka10001',
      'content-type': 'application/json;charset=UTF-8',
      'content-length': String(Buffer.byteLength(body)),
    },
    agent: new http.Agent({ keepAlive: true, maxSockets: 64 }),
  };
}

/** Answers each request alike, one for the next page with 10 MB; over WebSockets, each message with itself. */
async function startServer(): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const long = request.headers['next-key'] !== undefined;
      response.writeHead(200, {
        'content-type': 'application/json;charset=UTF-8',
        'content-length': long ? longReply : reply.length,
      });
      response.end(long ? Buffer.alloc(longReply, 'x') : reply);
    });
  });
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer, binary) => {
      const login = data.includes('"LOGIN"');
      socket.send(login ? '{"trnm":"LOGIN","return_code":0}' : data, { binary });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Milliseconds until the reply has been read. */
function send({ port, path, headers, agent }: Way): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port, path, method: 'POST', headers, agent };
    const request = http.request(target, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`HTTP ${answer.statusCode}`));
      answer.resume();
      answer.on('end', () => {
        resolve(performance.now() - start);
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function latencies(ways: Readonly<Record<string, Way>>): Promise<Measured[]> {
  // Short turns, so that what else the machine does meets all ways alike.
  const [warmUps, rounds, each] = [100, 200, 25];
  const times = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      for (let request = 0; request < each; request += 1) {
        const ms = await send(way);
        if (round >= 0) times.get(name)?.push(ms);
      }
    }
  }
  const at = (name: string, share: number): number => {
    const sorted = (times.get(name) ?? []).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  };
  const added = (name: string, share: number): number => at(name, share) - at('direct', share);
  const runs = rounds * each;
  return [
    {
      what: 'gateway, added to a request',
      value: added('gateway', 0.5),
      unit: 'ms',
      ratios: [{ atMost: 1.3, to: 'pass-through', reference: added('passThrough', 0.5) }],
      runs,
    },
    {
      what: 'gateway, added to a request, p99',
      value: added('gateway', 0.99),
      unit: 'ms',
      runs,
      note: `the pass-through adds ${added('passThrough', 0.99).toFixed(2)} ms`,
    },
  ];
}

/** Of 64 connections at once; as time per request, so that it can be held against the pass-through's. */
async function throughput(ways: Readonly<Record<string, Way>>): Promise<Measured> {
  const [warmUps, rounds, requests, connections] = [4, 20, 640, 64];
  const perRequest = async (way: Way): Promise<number> => {
    const start = performance.now();
    let left = requests;
    const client = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await send(way);
      }
    };
    await Promise.all(Array.from({ length: connections }, client));
    return (performance.now() - start) / requests;
  };
  const times: Record<string, number[]> = { passThrough: [], gateway: [] };
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [name, measured] of Object.entries(times)) {
      const way = ways[name];
      if (way === undefined) continue;
      const ms = await perRequest(way);
      if (round >= 0) measured.push(ms);
    }
  }
  const value = median(times['gateway'] ?? []);
  return {
    what: 'gateway, a request over 64 connections',
    value,
    unit: 'ms',
    ratios: [{ atMost: 1.25, to: 'pass-through', reference: median(times['passThrough'] ?? []) }],
    runs: rounds,
    note: `${(1000 / value).toFixed(0)} requests a second`,
  };
}

async function memoryOf(child: ChildProcess): Promise<GatewayProcessMemory> {
  child.send('memory');
  const [memory] = (await once(child, 'message')) as [GatewayProcessMemory];
  return memory;
}

/** After 100,000 requests; each fifth of them is a run. */
async function memory(way: Way, child: ChildProcess): Promise<Measured> {
  const [rounds, requests] = [5, 20_000];
  const heaps: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (let sent = 0; sent < requests; sent += 64) {
      await Promise.all(Array.from({ length: 64 }, () => send(way)));
    }
    heaps.push((await memoryOf(child)).heap / 1024);
  }
  const gains = heaps.slice(1).map((heap, at) => heap - (heaps[at] ?? Number.NaN));
  return {
    what: 'gateway, heap gained by 20,000 requests',
    value: median(gains),
    unit: 'KiB',
    // 3 bytes a request: less than one forgotten number.
    target: { atMost: 64 },
    runs: rounds,
    note: `${((heaps.at(-1) ?? 0) - (heaps[0] ?? 0)).toFixed(0)} KiB in all ${rounds * requests}`,
  };
}

/** What the gateway holds of a reply of 10 MB that its client does not read yet. */
async function streaming(way: Way, child: ChildProcess): Promise<Measured> {
  const before = await memoryOf(child);
  const request = http.request({
    host: '127.0.0.1',
    port: way.port,
    path: way.path,
    method: 'POST',
    headers: { ...way.headers, 'cont-yn': 'Y', 'next-key': '1' },
    agent: way.agent,
  });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  answer.pause();
  // Everything that can move has moved.
  await delay(500);
  const held = (await memoryOf(child)).buffers - before.buffers;
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) length += chunk.length;
  if (length !== longReply) throw new Error(`${length} bytes of the long reply came.`);
  return {
    what: 'gateway, held of 10 MB that nobody reads',
    value: held / 1024,
    unit: 'KiB',
    target: { atMost: 2 * 1024 },
    runs: 1,
  };
}

/** Messages that did not come back, of 200 a second to Kiwoom and as many from there. */
async function messages({ port, headers }: Way): Promise<Measured> {
  const [seconds, perSecond] = [5, 200];
  const socket = new WebSocket(`ws://127.0.0.1:${port}/real/api/dostk/websocket`);
  await once(socket, 'open');
  const token = headers['authorization']?.replace('Bearer ', '');
  socket.send(JSON.stringify({ trnm: 'LOGIN', token }));
  await once(socket, 'message');
  const waits: number[] = [];
  socket.on('message', (data: Buffer) => {
    const { sent } = JSON.parse(data.toString()) as { sent: number };
    waits.push(performance.now() - sent);
  });
  const count = seconds * perSecond;
  const start = performance.now();
  for (let each = 0; each < count; each += 1) {
    const due = start + (each * 1000) / perSecond;
    if (due > performance.now()) await delay(due - performance.now());
    socket.send(JSON.stringify({ trnm: 'REAL', sent: performance.now(), text: 'x'.repeat(200) }));
  }
  while (waits.length < count && performance.now() - start < 1000 * (seconds + 5)) await delay(10);
  socket.close();
  return {
    what: 'gateway, WebSocket messages lost',
    value: count - waits.length,
    unit: '',
    target: { atMost: 0 },
    runs: count,
    note: `there and back ${median(waits).toFixed(2)} ms`,
  };
}

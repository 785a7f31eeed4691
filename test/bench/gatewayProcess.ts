import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createProxyServer } from 'httpxy';
import { createDomain } from '../../src/core/domain.ts';
import { Passes } from '../../src/core/passes/passes.ts';
import { ServerClock } from '../../src/core/time/serverClock.ts';
import { GatewayServer } from '../../src/gateway/gatewayServer.ts';
import { networkErrorOf } from '../../src/kiwoom/networkErrorCode.ts';
import { replyVerdict } from '../../src/kiwoom/replyCode.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { passHashing } from '../../src/node/passHashing.ts';
import { systemClock, SystemScheduler } from '../../src/node/systemClock.ts';
import { FakeTokenApi } from '../unit/fakes/fakeTokenApi.ts';
import { testPorts } from '../unit/fakes/testPorts.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';
import { keyStoreWith, silentLog } from './tokenParts.ts';

/** What the program is: the gateway, or a proxy that does nothing else. */
export type ProxyKind = 'gateway' | 'pass-through';

/** Where it listens, and what the gateway wants to see. */
export interface GatewayProcessReady {
  readonly port: number;
  readonly pass?: string;
}

/** In bytes, after a garbage collection. */
export interface GatewayProcessMemory {
  readonly heap: number;
  readonly buffers: number;
}

/** The arguments are the server's origin and the kind. Any message is answered with the memory. */
const [, , upstream = '', kind] = process.argv;

async function startGateway(): Promise<GatewayProcessReady> {
  const profile = testProfile('real');
  const clock = new ServerClock(systemClock, unexpected);
  const keyStore = keyStoreWith(profile, 'app', 'secret');
  const issued = new FakeTokenApi(clock);
  const domain = createDomain(
    testPorts({
      clock,
      scheduler: new SystemScheduler(systemClock),
      keyStore,
      tokenApi: {
        issue: async (...args) => ({ ...(await issued.issue(...args)), host: upstream }),
        revoke: () => Promise.resolve(),
        host: () => upstream,
      },
      log: silentLog,
    }),
  );
  await domain.profiles.refresh();
  const passes = new Passes({
    profiles: domain.profiles,
    keyStore,
    clock,
    workspace: 'bench',
    ...passHashing,
    allowed: () => true,
  });
  await passes.refresh();
  // What is measured is what the gateway costs, not what Kiwoom allows.
  domain.limiter.turn = () => Promise.resolve(() => {});
  const server = new GatewayServer({
    domain,
    clock: systemClock,
    catalogue: await loadTrCatalogue(),
    passes,
    freshPasses: () => Promise.resolve(),
    verdict: replyVerdict,
    networkError: networkErrorOf,
    userAgent: 'bench',
    mayOrder: () => Promise.resolve(false),
    onWrongPasses: () => {},
    onListenerError: unexpected,
    log: silentLog,
  });
  return { port: await server.listen([0]), pass: passes.of(profile)?.reveal() ?? '' };
}

/** A proxy of the field, which reads nothing and changes nothing, over the gateway's kind of connections. */
async function startPassThrough(): Promise<GatewayProcessReady> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const proxy = createProxyServer({ target: upstream, agent });
  const pass: RequestListener = (request, response) => {
    proxy.web(request, response).catch(() => response.destroy());
  };
  const server = http.createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

process.on('message', () => {
  collectGarbage();
  collectGarbage();
  const { heapUsed: heap, arrayBuffers: buffers } = process.memoryUsage();
  process.send?.({ heap, buffers } satisfies GatewayProcessMemory);
});

// Its parent is gone.
process.on('disconnect', () => process.exit());

const starting =
  kind === ('pass-through' satisfies ProxyKind) ? startPassThrough() : startGateway();
void starting.then((ready) => process.send?.(ready));

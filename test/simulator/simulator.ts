import type { RequestListener } from 'node:http';
import { randomBytes as nodeRandomBytes } from 'node:crypto';
import { setTimeout as nodeWait } from 'node:timers/promises';
import {
  AccountRegister,
  demoAccounts,
  type AccountList,
  type AccountsByEnvironment,
  type RandomBytes,
} from './accounts.ts';
import { CallLog } from './callLog.ts';
import { createControl } from './control.ts';
import type { Environment, SimulatorControl } from './controlInterface.ts';
import { controlListener } from './controlServer.ts';
import type { Wait } from './delivery.ts';
import { serve, type ServerParts } from './environmentServer.ts';
import { FaultPlan } from './faults.ts';
import { Listener } from './listener.ts';
import { RateLimit } from './rateLimit.ts';
import { defaultSwitches } from './switches.ts';
import { TokenStore } from './tokens.ts';
import { WebSocketServer } from './webSocketServer.ts';

export interface SimulatorOptions {
  /** Clock in milliseconds since 1970; the machine's by default. */
  now?: () => number;
  randomBytes?: RandomBytes;
  /** Delay function of `delay` faults; the machine's timers by default. */
  wait?: Wait;
  /** Loopback ports; 0 (any free one) by default. */
  ports?: { real?: number; mock?: number; control?: number };
  /** `'off'` for tests that do not concern the rate limits. */
  limits?: 'on' | 'off';
  /** Accounts with given keys instead of random ones. */
  accounts?: { real?: AccountList; mock?: AccountList };
}

export interface SimulatedServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Refuses new connections and drops the open ones. */
  close(): Promise<void>;
  /** Listens again on the same port. */
  reopen(): Promise<void>;
}

export interface Simulator {
  readonly real: SimulatedServer;
  readonly mock: SimulatedServer;
  readonly controlUrl: string;
  readonly accounts: AccountsByEnvironment;
  readonly control: SimulatorControl;
  close(): Promise<void>;
}

/**
 * Starts Kiwoom's real and mock REST servers and the control endpoint, each on its own loopback
 * port.
 *
 * @throws PortTakenError when a requested port is not free; nothing is left open then.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { now = Date.now, randomBytes = nodeRandomBytes, wait = waitQuietly, ports = {} } = options;
  const accounts = { ...demoAccounts(randomBytes), ...options.accounts };
  const initialSwitches = { real: switchesOf('real', options), mock: switchesOf('mock', options) };
  const switches = { real: { ...initialSwitches.real }, mock: { ...initialSwitches.mock } };
  const clock = { offsetMs: 0 };
  const time = (): number => now() + clock.offsetMs;
  const serverTime = (environment: Environment): number =>
    time() + switches[environment].clockSkewMs;
  const register = new AccountRegister(accounts);
  const tokens = new TokenStore(randomBytes);
  const rateLimit = new RateLimit();
  const log = new CallLog();
  const faults = new FaultPlan();
  const orders = { last: 0 };

  const serverParts = (environment: Environment): ServerParts => ({
    state: {
      environment,
      accounts: register,
      tokens,
      rateLimit,
      switches: switches[environment],
      now: () => serverTime(environment),
      nextOrderNumber: () => (orders.last += 1),
    },
    log,
    faults,
    wait,
    time,
  });
  const parts = { real: serverParts('real'), mock: serverParts('mock') };
  const webSockets = {
    real: new WebSocketServer(parts.real),
    mock: new WebSocketServer(parts.mock),
  };
  const environmentListener = (environment: Environment): Listener => {
    const answer: RequestListener = (message, response) => {
      serve(parts[environment], message, response).catch((error: unknown) => {
        response.destroy();
        // A client may disconnect while sending; any other error is a bug in the simulator.
        if (message.complete) console.error('The simulator failed on a call:', error);
      });
    };
    return new Listener(ports[environment] ?? 0, answer, webSockets[environment]);
  };

  const listeners = {
    real: environmentListener('real'),
    mock: environmentListener('mock'),
    control: new Listener(ports.control ?? 0, (message, response) => {
      onControl(message, response);
    }),
  };
  const control = createControl({
    accounts,
    register,
    tokens,
    rateLimit,
    log,
    faults,
    clock,
    switches,
    initialSwitches,
    listeners,
    webSockets,
    serverTime,
    orders,
  });
  const onControl = controlListener(control);
  const close = async (): Promise<void> => {
    await Promise.all(Object.values(listeners).map((listener) => listener.close()));
  };
  try {
    for (const listener of Object.values(listeners)) await listener.open();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    real: simulatedServer(listeners.real),
    mock: simulatedServer(listeners.mock),
    controlUrl: listeners.control.url,
    accounts,
    control,
    close,
  };
}

function switchesOf(environment: Environment, { limits = 'on' }: SimulatorOptions) {
  const unlimited = { limit: 'off', oauthLimit: 'off' } as const;
  return { ...defaultSwitches(environment), ...(limits === 'off' ? unlimited : {}) };
}

function simulatedServer(listener: Listener): SimulatedServer {
  return {
    url: listener.url,
    close: () => listener.close(),
    reopen: () => listener.open(),
  };
}

/** Resolves early, without an error, when the client disconnects. */
async function waitQuietly(ms: number, signal: AbortSignal): Promise<void> {
  await nodeWait(ms, undefined, { signal }).catch(() => undefined);
}

import type { AccountRegister, AccountsByEnvironment } from './accounts.ts';
import type { CallLog } from './callLog.ts';
import type { Environment, SimulatorControl, Switches, TokenRecord } from './controlInterface.ts';
import { isKiwoomCode } from './errorCodes.ts';
import type { FaultPlan } from './faults.ts';
import { koreanDigits } from './koreanTime.ts';
import type { Listener } from './listener.ts';
import type { RateLimit } from './rateLimit.ts';
import { isAlive, type IssuedToken, type TokenStore } from './tokens.ts';
import type { WebSocketServer } from './webSocketServer.ts';

/** Parts of a running simulator that the control accesses. */
export interface SimulatorParts {
  readonly accounts: AccountsByEnvironment;
  readonly register: AccountRegister;
  readonly tokens: TokenStore;
  readonly rateLimit: RateLimit;
  readonly log: CallLog;
  readonly faults: FaultPlan;
  readonly clock: { offsetMs: number };
  readonly switches: Readonly<Record<Environment, Switches>>;
  /** Initial switches, for `reset`. */
  readonly initialSwitches: Readonly<Record<Environment, Switches>>;
  readonly listeners: Readonly<Record<Environment | 'control', Listener>>;
  readonly webSockets: Readonly<Record<Environment, WebSocketServer>>;
  /** Server time of an environment in milliseconds. */
  readonly serverTime: (environment: Environment) => number;
  readonly orders: { last: number };
}

const faultKinds: Record<Parameters<SimulatorControl['fault']>[1]['kind'], true> = {
  delay: true,
  hold: true,
  noAnswer: true,
  reset: true,
  truncated: true,
  serverError: true,
  huge: true,
  empty: true,
  failure: true,
  reply: true,
};

/**
 * Control interface of a running simulator. Calls over HTTP are untyped, so mistakes that would have no effect
 * are rejected here.
 */
export function createControl(parts: SimulatorParts): SimulatorControl {
  const { register, tokens, log, faults, clock, switches, listeners } = parts;

  const recordOf = (token: IssuedToken): TokenRecord => ({
    environment: token.account.environment,
    account: token.account.account,
    appkey: token.account.appkey,
    token: token.text,
    expiresDt: koreanDigits(token.expiresAt),
    alive: isAlive(token, parts.serverTime(token.account.environment)),
  });

  const control: SimulatorControl = {
    describe: () => ({
      realUrl: listeners.real.url,
      mockUrl: listeners.mock.url,
      controlUrl: listeners.control.url,
      accounts: parts.accounts,
    }),

    fault(on, fault, options) {
      if (!(fault.kind in faultKinds)) throw new Error(`Unknown fault "${fault.kind}".`);
      if (fault.kind === 'failure' && !isKiwoomCode(fault.code)) {
        throw new Error(`Unknown code "${String(fault.code)}".`);
      }
      return faults.add(on, fault, options);
    },
    clearFaults(id) {
      faults.clear(id);
    },
    release: (id) => faults.release(id),

    switch(changes, environment) {
      const unknown = Object.keys(changes).find((name) => !(name in switches.real));
      if (unknown !== undefined) throw new Error(`Unknown switch "${unknown}".`);
      if (environment !== 'mock') Object.assign(switches.real, changes);
      if (environment !== 'real') Object.assign(switches.mock, changes);
    },
    switches: (environment) => ({ ...switches[environment] }),
    changeAccount(appkey, change) {
      register.change(appkey, change);
    },

    tokens: () => tokens.all().map(recordOf),
    killTokens(filter = {}) {
      const wanted = Object.entries({ ...filter, alive: true });
      const found = tokens.all().filter((token) => {
        const record = recordOf(token);
        return wanted.every(([name, value]) => record[name as keyof TokenRecord] === value);
      });
      for (const token of found) token.dead = true;
      return found.length;
    },

    replaceTokens() {
      const living = tokens
        .all()
        .filter((token) => isAlive(token, parts.serverTime(token.account.environment)));
      for (const { account, issuedTo } of living) {
        tokens.issue(account, issuedTo, parts.serverTime(account.environment), false);
      }
      return living.length;
    },

    advanceClock(ms) {
      clock.offsetMs += ms;
    },
    setClockOffset(ms) {
      clock.offsetMs = ms;
    },

    calls: (filter) => log.list(filter),
    counts: (environment) => log.counts(environment),
    waitForCalls: (filter, count) => log.waitFor(filter, count),
    clearCalls() {
      log.clear();
    },

    push: (environment, message) => parts.webSockets[environment].push(message),
    endWebSockets(environment, code, reason) {
      parts.webSockets[environment].end(code, reason);
    },

    closePort: (environment) => listeners[environment].close(),
    openPort: (environment) => listeners[environment].open(),

    async reset() {
      faults.clear();
      faults.release();
      register.reset();
      tokens.reset();
      parts.rateLimit.reset();
      log.clear();
      clock.offsetMs = 0;
      parts.orders.last = 0;
      control.switch(parts.initialSwitches.real, 'real');
      control.switch(parts.initialSwitches.mock, 'mock');
      await Promise.all([listeners.real.open(), listeners.mock.open()]);
    },
  };
  return control;
}

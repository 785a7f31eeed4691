import type { Environment } from './controlInterface.ts';

/** One brokerage account with its key pair, as issued by Kiwoom's portal. */
export interface Account {
  /** Eight digits. */
  readonly account: string;
  /** 43 base64url characters when generated here. */
  readonly appkey: string;
  readonly secretkey: string;
}

/** At least two accounts per environment, so that tests can index them without checks. */
export type AccountList = readonly [Account, Account, ...Account[]];

export interface AccountsByEnvironment {
  readonly real: AccountList;
  readonly mock: AccountList;
}

/** Returns random bytes of the given length; the type of `node:crypto`'s `randomBytes`. */
export type RandomBytes = (size: number) => Buffer;

/** IP address of callers by default, from the range reserved for documentation. */
export const homeIp = '203.0.113.10';

/** Demo accounts with random keys, so that the repository contains no text that looks like a key. */
export function demoAccounts(randomBytes: RandomBytes): AccountsByEnvironment {
  const account = (number: string): Account => ({
    account: number,
    appkey: randomBytes(32).toString('base64url'),
    secretkey: randomBytes(32).toString('base64url'),
  });
  return {
    real: [account('51234567'), account('51234568')],
    mock: [account('81234567'), account('81234568')],
  };
}

/** Properties of an account that a test can change. */
export interface AccountChange {
  /** IP addresses registered on the portal; callers from others get 8050. */
  registeredIps?: readonly string[];
  /** True for an expired key, as after three months without use: it gets 8001. */
  ended?: boolean;
}

export interface RegisteredAccount extends Account {
  readonly environment: Environment;
  registeredIps: readonly string[];
  ended: boolean;
}

/** Accounts of both environments with their settings on the portal. */
export class AccountRegister {
  readonly #all: readonly RegisteredAccount[];

  constructor(accounts: AccountsByEnvironment) {
    const register = (environment: Environment): RegisteredAccount[] =>
      accounts[environment].map((account) => ({
        ...account,
        environment,
        registeredIps: [homeIp],
        ended: false,
      }));
    this.#all = [...register('real'), ...register('mock')];
  }

  find(appkey: string): RegisteredAccount | undefined {
    return this.#all.find((account) => account.appkey === appkey);
  }

  /** @throws Error when no account has this app key. */
  change(appkey: string, change: AccountChange): void {
    const account = this.find(appkey);
    if (account === undefined) throw new Error('No account has this app key.');
    Object.assign(account, change);
  }

  reset(): void {
    for (const account of this.#all) {
      Object.assign(account, { registeredIps: [homeIp], ended: false });
    }
  }
}

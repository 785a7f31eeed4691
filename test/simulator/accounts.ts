import type { Environment } from './controlInterface.ts';

/** One brokerage account with its own key pair, as Kiwoom's portal hands them out. */
export interface Account {
  /** Eight digits. */
  readonly account: string;
  /** 43 base64url characters when generated here. */
  readonly appkey: string;
  readonly secretkey: string;
}

/** At least two accounts in each environment, so that tests name them without checks. */
export type AccountList = readonly [Account, Account, ...Account[]];

export interface AccountsByEnvironment {
  readonly real: AccountList;
  readonly mock: AccountList;
}

/** Random bytes of the given length; `node:crypto`'s `randomBytes` has this shape. */
export type RandomBytes = (size: number) => Buffer;

/** The address callers seem to come from; from the block reserved for documentation. */
export const homeIp = '203.0.113.10';

/** Demo accounts with fresh random keys: no text that looks like a key stands in the repository. */
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

/** What a test can change about one account. */
export interface AccountChange {
  /** The addresses registered on the portal; a caller from any other one gets 8050. */
  registeredIps?: readonly string[];
  /** True for a key that was ended, as after three months without use: it answers 8001. */
  ended?: boolean;
}

export interface RegisteredAccount extends Account {
  readonly environment: Environment;
  registeredIps: readonly string[];
  ended: boolean;
}

/** The accounts of both environments with what the portal knows about each. */
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

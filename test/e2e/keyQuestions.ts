import type { Account } from '../simulator/accounts.ts';
import type { Environment } from '../simulator/controlInterface.ts';
import type { Workbench } from './workbench.ts';

/** The English texts of the questions that "Add App Key" asks, for tests that answer some of them. */
export const question = {
  environment: 'Which environment does the app key belong to?',
  label: 'A name for this account',
  appkey: 'App key, as shown',
  secretkey: 'Secret key that belongs',
  check: 'Check the keys now?',
} as const;

export const environmentItem = { mock: 'Mock trading', real: 'Real trading' } as const;

export const checkItem = {
  now: 'Check the keys by issuing a token',
  later: 'Save without checking',
} as const;

export interface AddAppKey {
  readonly environment: Environment;
  readonly account: Account;
  /** Whether to try the keys by issuing a token. */
  readonly check: keyof typeof checkItem;
}

/** "Kiwoom: Add App Key" from the palette, all questions answered, until the keys are stored. */
export async function addAppKey(
  window: Workbench,
  { environment, account, check }: AddAppKey,
): Promise<void> {
  await window.runCommand('Kiwoom: Add App Key');
  await window.quickInput.pick(question.environment, environmentItem[environment]);
  await window.quickInput.answer(question.label, account.account);
  await window.quickInput.answer(question.appkey, account.appkey);
  await window.quickInput.answer(question.secretkey, account.secretkey);
  await window.quickInput.pick(question.check, checkItem[check]);
  const stored = new RegExp(`The app key of .* ${account.account} (works and )?is stored`);
  await window.notifications.acknowledge(stored);
}

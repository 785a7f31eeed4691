import type { Account } from '../simulator/accounts.ts';
import type { Environment, SimulatorControl } from '../simulator/controlInterface.ts';
import { until } from './pageObjects/until.ts';
import type { Workbench } from './workbench.ts';

/** The English texts of the questions that "Add App Key" asks, for tests that answer some of them. */
export const question = {
  environment: 'Which environment does the app key belong to?',
  appkey: 'App key, as shown',
  secretkey: 'Secret key that belongs',
} as const;

/** What "Rename Account" asks. */
export const nameQuestion = 'A name for this account';

export const environmentItem = { mock: 'Mock trading', real: 'Real trading' } as const;

const environmentName = { mock: 'Mock', real: 'Real' } as const;

export interface AddAppKey {
  readonly environment: Environment;
  readonly account: Account;
}

/** "Kiwoom: Add App Key" from the palette, all questions answered. */
async function enterAppKey(window: Workbench, { environment, account }: AddAppKey): Promise<void> {
  await window.runCommand('Kiwoom: Add App Key');
  await window.quickInput.pick(question.environment, environmentItem[environment]);
  await window.quickInput.answer(question.appkey, account.appkey);
  await window.quickInput.answer(question.secretkey, account.secretkey);
}

/** The same until the keys are stored, under the account number that Kiwoom tells. */
export async function addAppKey(window: Workbench, keys: AddAppKey): Promise<void> {
  await enterAppKey(window, keys);
  await window.notifications.acknowledge(added(keys));
}

/** The same while Kiwoom is away: there is no token, and the account is named by hand. */
export async function addAppKeyUnchecked(
  window: Workbench,
  control: Pick<SimulatorControl, 'fault'>,
  keys: AddAppKey,
): Promise<void> {
  const { environment, account } = keys;
  control.fault('issue', { kind: 'serverError' }, { times: 1, environment });
  await enterAppKey(window, keys);
  await window.dialog.press('The keys could not be checked', 'Save Anyway');
  await window.notifications.press(`Added ${environmentName[environment]}.`, 'Rename');
  await window.quickInput.answer(nameQuestion, account.account);
  await until(
    'the new name',
    () => window.statusBar.items(),
    (items) => items.some(({ label }) => label.includes(account.account)),
  );
}

/** What is said when the keys are stored. */
function added({ environment, account }: AddAppKey): string {
  return `Added ${environmentName[environment]} ${account.account}. Its keys work`;
}

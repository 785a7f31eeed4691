import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CommandId } from '../../src/vscode/shell/commandIds.ts';
import type { CommandArgument, CommandResult } from '../../src/vscode/commands/commandSet.ts';
import type { AccountsByEnvironment } from '../simulator/accounts.ts';
import { controlClient } from '../simulator/controlClient.ts';

/** The extension as these tests see it: its commands, and the simulator's view of what it sent. */
export const control = controlClient(process.env['KIWOOM_SIMULATOR_CONTROL_URL'] ?? '');
export const accounts = JSON.parse(
  process.env['KIWOOM_SIMULATOR_ACCOUNTS'] ?? '',
) as AccountsByEnvironment;
export const hosts = {
  real: process.env['KIWOOM_SIMULATOR_REAL_URL'],
  mock: process.env['KIWOOM_SIMULATOR_MOCK_URL'],
};

const added = new Set<string>();

export async function execute<Id extends CommandId>(
  id: Id,
  argument?: CommandArgument<Id>,
): Promise<CommandResult<Id>> {
  return vscode.commands.executeCommand<CommandResult<Id>>(id, argument);
}

/** @throws AssertionError if the command did not succeed */
export async function succeed<Id extends CommandId>(
  id: Id,
  argument?: CommandArgument<Id>,
): Promise<CommandResult<Id> & { ok: true }> {
  const result = await execute(id, argument);
  assert.ok(result.ok, `${id}: ${JSON.stringify(result)}`);
  return result;
}

/** Stores the simulator's account and gives the profile's id. */
export async function addProfile(
  environment: 'real' | 'mock',
  options: { index?: 0 | 1; verify?: boolean } = {},
): Promise<string> {
  const { account, appkey, secretkey } = accounts[environment][options.index ?? 0];
  const { profile } = await succeed('kiwoom.addProfile', {
    environment,
    label: account,
    appkey,
    secretkey,
    verify: options.verify ?? false,
  });
  added.add(profile);
  return profile;
}

/** Leaves the extension without profiles and the simulator as it began. */
export async function cleanUp(): Promise<void> {
  for (const profile of added) await execute('kiwoom.removeProfile', { profile, revoke: false });
  added.clear();
  await control.reset();
  await control.switch({ limit: 'off', oauthLimit: 'off' });
  await vscode.commands.executeCommand('notifications.clearAll');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Waits for a condition that an event brings about; the runner's timeout is its bound. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

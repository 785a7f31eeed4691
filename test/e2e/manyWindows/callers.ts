import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CommandResult } from '../../../src/vscode/commands/commandSet.ts';
import type { Account } from '../../simulator/accounts.ts';

/** What one of several windows does: waits for the others, then asks for the token 250 times. */
export async function run(): Promise<void> {
  const { appkey, secretkey } = JSON.parse(process.env['WINDOWS_ACCOUNT'] ?? '') as Account;
  const added = await vscode.commands.executeCommand<CommandResult<'kiwoom.addProfile'>>(
    'kiwoom.addProfile',
    { environment: 'mock', label: 'shared', appkey, secretkey, verify: false },
  );
  assert.ok(added.ok);
  const gate = process.env['WINDOWS_GATE'] ?? '';
  writeFileSync(path.join(gate, String(process.pid)), '');
  while (readdirSync(gate).length < Number(process.env['WINDOWS_COUNT'])) await delay(20);
  const results = await Promise.all(
    Array.from({ length: 250 }, () =>
      vscode.commands.executeCommand<CommandResult<'kiwoom.copyToken'>>('kiwoom.copyToken', {
        profile: added.profile,
      }),
    ),
  );
  // Without the tokens of those that are well.
  const failed = results.filter(({ ok }) => !ok);
  assert.deepEqual(failed, []);
  await vscode.env.clipboard.writeText('');
}

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { accounts, addProfile, cleanUp, execute, succeed } from './extension.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly icon?: string }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when?: string }[]>
    >;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

const extension = vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth');
const { contributes } = extension?.packageJSON as Manifest;
const { account } = accounts.mock[0];

/** Nothing tells when a question is there to be dismissed. */
async function dismissUntil<T>(settled: Promise<T>): Promise<T> {
  const dismissed = vscode.commands
    .executeCommand('workbench.action.closeQuickOpen')
    .then(() => undefined);
  return (await Promise.race([settled, dismissed])) ?? dismissUntil(settled);
}

describe('Accounts', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('are renamed, with their token', async () => {
    const profile = await addProfile('mock');
    await succeed('kiwoom.issueToken', { profile });
    const token = process.env['KIWOOM_TOKEN'];
    const renamed = await succeed('kiwoom.renameProfile', { profile: account, label: 'main' });
    assert.deepEqual([renamed.profile, renamed.label], [profile, 'main']);
    assert.equal(process.env['KIWOOM_TOKEN'], token);
    const again = await succeed('kiwoom.issueToken', { profile: 'main' });
    assert.equal(again.repeated, true);
    const former = await execute('kiwoom.issueToken', { profile: account });
    assert.ok(!former.ok && former.code === 'unknown-profile');
  });

  it('do not get a name that their environment has already', async () => {
    const profile = await addProfile('mock');
    await addProfile('mock', { index: 1 });
    const label = accounts.mock[1].account;
    const result = await execute('kiwoom.renameProfile', { profile, label });
    assert.ok(!result.ok && result.code === 'label-taken');
    assert.match(result.message, new RegExp(label));
  });

  it('keep their name when the question is dismissed', async () => {
    const profile = await addProfile('mock');
    const renaming = execute('kiwoom.renameProfile', { profile });
    const result = await dismissUntil(renaming);
    assert.ok(!result.ok && result.code === 'cancelled');
    assert.equal((await succeed('kiwoom.switchTo', { profile })).label, account);
  });

  it('are switched to by name', async () => {
    const profile = await addProfile('mock', { index: 1 });
    await addProfile('real');
    const switched = await succeed('kiwoom.switchTo', { profile: accounts.real[0].account });
    assert.equal(switched.environment, 'real');
    await succeed('kiwoom.switchTo', { profile });
    const result = await succeed('kiwoom.copyReference');
    assert.equal(result.profile, profile);
  });

  it('have a reference to copy: the active one, and the one used last in an environment', async () => {
    const mock = await addProfile('mock');
    const real = await addProfile('real');
    await succeed('kiwoom.switchTo', { profile: mock });
    for (const [profile, reference] of [
      [mock, '{{$processEnv KIWOOM_TOKEN}}'],
      [real, '{{$processEnv KIWOOM_TOKEN_REAL}}'],
    ] as const) {
      const result = await succeed('kiwoom.copyReference', { profile });
      assert.equal(result.reference, reference);
      assert.equal(await vscode.env.clipboard.readText(), reference);
    }
  });
});

describe('The menus', () => {
  it('name only commands that exist, each with an icon where a picture stands for it', () => {
    const icons = new Map(contributes.commands.map(({ command, icon }) => [command, icon]));
    for (const [menu, items] of Object.entries(contributes.menus)) {
      for (const { command } of items) {
        assert.ok(icons.has(command), `${menu}: ${command}`);
        if (menu.startsWith('view/')) assert.ok(icons.get(command), `${menu}: ${command}`);
      }
    }
  });

  it('belong to the view, whose id is known', () => {
    const ids = Object.values(contributes.views)
      .flat()
      .map(({ id }) => id);
    for (const menu of ['view/title', 'view/item/context']) {
      for (const { when = '' } of contributes.menus[menu] ?? []) {
        assert.ok(
          ids.some((id) => when.startsWith(`view == ${id}`)),
          when,
        );
      }
    }
  });
});

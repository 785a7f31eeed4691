import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Secret } from '../../src/core/base/secret.ts';
import { AccountElement, type TreeElement } from '../../src/vscode/accounts/accountElements.ts';
import { AccountsView } from '../../src/vscode/accounts/accountsView.ts';
import { testMachine } from '../unit/fakes/testMachine.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';

const minute = 60_000;
const mock = testProfile('mock', { label: '81234567' });

/** The view on a clock of the test and in a side bar of the test, with a token that lives for ten and a half minutes. */
async function setUp() {
  const { machine, window } = testMachine(mock);
  const { profiles, active } = window();
  await profiles.refresh();
  const visibility = new vscode.EventEmitter<vscode.TreeViewVisibilityChangeEvent>();
  const never = new vscode.EventEmitter<never>();
  const shown = { visible: true, selection: [] as readonly TreeElement[] };
  let provider: vscode.TreeDataProvider<TreeElement> | undefined;
  const createView = (_id: string, options: vscode.TreeViewOptions<TreeElement>) => {
    provider = options.treeDataProvider;
    return Object.assign(shown, {
      onDidChangeVisibility: visibility.event,
      onDidExpandElement: never.event,
      onDidCollapseElement: never.event,
      onDidChangeSelection: never.event,
      onDidChangeCheckboxState: never.event,
      reveal: () => Promise.resolve(),
      dispose: () => undefined,
    });
  };
  const host = 'https://mockapi.kiwoom.com';
  const expiresAt = machine.now() + 10.5 * minute;
  const value = new Secret('canary');
  const token = { value, expiresAt, receivedAt: machine.now(), clockAheadMs: 0, host };
  const view = new AccountsView({
    profiles,
    active,
    facts: (profile) => ({
      profile,
      state: { kind: 'valid', token },
      lastError: undefined,
      trouble: undefined,
      host,
      now: machine.now(),
    }),
    scheduler: machine,
    ready: () => Promise.resolve(),
    globalState: { keys: () => [], get: () => true, update: () => Promise.resolve() },
    createView,
  });
  assert.ok(provider?.onDidChangeTreeData !== undefined);
  const getChildren = provider.getChildren.bind(provider);
  const getTreeItem = provider.getTreeItem.bind(provider);
  const changes: unknown[] = [];
  provider.onDidChangeTreeData((change) => changes.push(change));
  /** As VS Code does when the view comes into sight, and after a change of the whole tree. */
  const draw = async (parent?: TreeElement): Promise<TreeElement[]> => {
    const rows = (await getChildren(parent)) ?? [];
    for (const row of rows) await getTreeItem(row);
    const below = parent === undefined ? await Promise.all(rows.map((row) => draw(row))) : [];
    return [...rows, ...below.flat()];
  };
  const show = (visible: boolean): void => {
    shown.visible = visible;
    visibility.fire({ visible });
  };
  return { view, machine, profiles, shown, draw, show, changes, told: () => changes.length };
}

describe('The view of the accounts', () => {
  it('is drawn again each minute while somebody sees it, and sleeps while nobody does', async () => {
    const { view, machine, draw, show, told } = await setUp();
    assert.equal(machine.alarms, 0);
    await draw();
    assert.equal(machine.alarms, 1);
    machine.advance(minute / 2 + 1);
    assert.equal(told(), 1);
    await draw();
    machine.advance(minute);
    assert.equal(told(), 2);
    await draw();
    show(false);
    assert.equal(machine.alarms, 0);
    machine.advance(5 * minute);
    assert.equal(told(), 2);
    show(true);
    assert.equal(told(), 3);
    await draw();
    assert.equal(machine.alarms, 1);
    view.dispose();
    assert.equal(machine.alarms, 0);
  });

  it('is left alone when something changed that no row tells, so that a row keeps its commands', async () => {
    const { view, draw, show, told } = await setUp();
    view.update();
    assert.equal(told(), 0, 'VS Code draws it by itself at first');
    await draw();
    view.update();
    show(false);
    show(true);
    assert.equal(told(), 0);
    view.dispose();
  });

  it('draws only the row that changed, by its element, and everything once an account is gone', async () => {
    const { view, machine, profiles, draw, changes } = await setUp();
    const row = (await draw()).find((element) => element instanceof AccountElement);
    machine.advance(minute);
    assert.deepEqual(changes, [[row]]);
    const [[changed]] = changes as [[unknown]];
    assert.equal(changed, row);
    await profiles.remove(mock.id);
    view.update();
    assert.deepEqual(changes.slice(1), [undefined]);
    view.dispose();
  });

  it('tells which row a keyboard shortcut means', async () => {
    const { view, shown } = await setUp();
    assert.equal(view.selected, undefined);
    const row = new AccountElement(mock.id);
    shown.selection = [row];
    assert.equal(view.selected, row);
    view.dispose();
  });
});

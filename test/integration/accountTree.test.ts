import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ActiveProfile } from '../../src/core/accounts/activeProfile.ts';
import { Profiles } from '../../src/core/accounts/profiles.ts';
import { Secret } from '../../src/core/base/secret.ts';
import type { TokenState } from '../../src/core/model/tokenState.ts';
import { AccountElement } from '../../src/vscode/accounts/accountElements.ts';
import { AccountTree } from '../../src/vscode/accounts/accountTree.ts';
import { MemoryChoices } from '../unit/fakes/memoryChoices.ts';
import { FakeClock } from '../unit/fakes/fakeClock.ts';
import { MemoryKeyStore } from '../unit/fakes/memoryStores.ts';
import { unexpected } from '../unit/fakes/unexpected.ts';

const minute = 60_000;

async function setUp(...labels: readonly ('mock a' | 'mock b' | 'real a')[]) {
  const clock = new FakeClock();
  const profiles = new Profiles({
    keyStore: new MemoryKeyStore(),
    clock,
    fingerprint: (appkey) => Buffer.from(appkey.reveal()).toString('hex').padEnd(16, '0'),
    onListenerError: unexpected,
  });
  for (const label of labels) {
    const keys = { appkey: new Secret(label), secretkey: new Secret('canary') };
    const environment = label.startsWith('real') ? 'real' : 'mock';
    await profiles.add(profiles.draft(environment, label, keys), keys);
  }
  const choices = new MemoryChoices();
  const states = new Map<string, TokenState>();
  const tree = new AccountTree({
    profiles,
    active: new ActiveProfile(profiles, choices, unexpected),
    facts: (profile) => ({
      profile,
      state: states.get(profile.label) ?? { kind: 'none' },
      lastError: undefined,
      trouble: undefined,
      host: 'https://mockapi.kiwoom.com',
      now: clock.now(),
    }),
  });
  const give = (label: string, ms: number, kind: 'valid' | 'expired' = 'valid'): void => {
    const expiresAt = clock.now() + ms;
    const host = 'https://mockapi.kiwoom.com';
    const value = new Secret('canary');
    const token = { value, expiresAt, receivedAt: clock.now(), clockAheadMs: 0, host };
    states.set(label, { kind, token });
  };
  return { tree, clock, give };
}

/** The whole tree as it reads: label and description of each row. */
function read(tree: AccountTree): unknown[][] {
  const text = ({ label, description }: vscode.TreeItem): unknown[] => [label, description];
  return tree
    .children(undefined)
    .flatMap((group) => [group, ...tree.children(group)])
    .map((element) => text(tree.item(element)));
}

describe('The tree of accounts', () => {
  it('is empty without accounts, so that the welcome shows', async () => {
    const { tree } = await setUp();
    assert.deepEqual(tree.children(undefined), []);
    assert.equal(tree.changesAt(), undefined);
  });

  it('has the accounts below their environments, each with its state, the active one marked', async () => {
    const { tree, give } = await setUp('real a', 'mock b', 'mock a');
    give('mock b', 90 * minute);
    assert.deepEqual(read(tree), [
      ['Real trading', undefined],
      ['real a', 'no token'],
      ['Mock trading', undefined],
      ['mock a', 'no token · active'],
      ['mock b', '1h 30m left'],
    ]);
  });

  it('leaves out an environment that has no account', async () => {
    const { tree } = await setUp('real a');
    assert.deepEqual(read(tree), [
      ['Real trading', undefined],
      ['real a', 'no token · active'],
    ]);
  });

  it('reads differently next when the first row does', async () => {
    const { tree, clock, give } = await setUp('mock a', 'mock b');
    give('mock a', 90 * minute + 20_000);
    give('mock b', 10 * minute + 5_000);
    assert.equal(tree.changesAt(), clock.now() + 5_001);
  });

  it('gives rows that a screen reader, a menu and a tooltip can use, without a secret', async () => {
    const { tree, give } = await setUp('mock a');
    give('mock a', -minute, 'expired');
    const [group] = tree.children(undefined);
    const [row] = tree.children(group);
    assert.ok(row instanceof AccountElement);
    const item = tree.item(row);
    assert.equal(item.accessibilityInformation?.label, 'Kiwoom Mock mock a: token expired, active');
    assert.equal(item.contextValue, 'account active tokenless');
    assert.ok(item.iconPath instanceof vscode.ThemeIcon);
    assert.equal(item.iconPath.color?.id, 'list.warningForeground');
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.match(item.tooltip.value, /Expires/);
    assert.doesNotMatch(JSON.stringify(item), /canary/);
  });
});

import assert from 'node:assert/strict';
import { AccountElement, EnvironmentElement } from '../../src/vscode/accounts/accountElements.ts';
import { profileIn } from '../../src/vscode/commands/commandBoundary.ts';
import { commands } from '../../src/vscode/commands/commandSet.ts';
import { issueToken } from '../../src/vscode/commands/issueToken.ts';
import { revokeToken } from '../../src/vscode/commands/revokeToken.ts';
import { type CommandId, commandIds } from '../../src/vscode/shell/commandIds.ts';

const profile = 'real-0123456789abcdef';
const account = new AccountElement(profile);
const given = (id: CommandId, argument: unknown): unknown => commands[id].argumentOf(argument);

describe('The argument of a command', () => {
  for (const id of [
    'kiwoom.issueToken',
    'kiwoom.verifyToken',
    'kiwoom.switchTo',
    'kiwoom.copyReference',
    'kiwoom.renameProfile',
    'kiwoom.replaceKeys',
    'kiwoom.removeProfile',
  ] as const) {
    it(`names the account on whose row ${id} was chosen`, () => {
      assert.deepEqual(given(id, account), { profile });
    });
  }

  it("leaves the question open when a row's token is to be revoked, as a click may slip", () => {
    assert.deepEqual(given('kiwoom.revokeToken', account), { profile, confirmed: false });
    assert.deepEqual(given('kiwoom.revokeToken', { profile }), { profile });
  });

  it('names the account in use where it names none, and leaves the question open then too', () => {
    assert.deepEqual(issueToken.aboutActive({}, profile), { profile });
    assert.deepEqual(issueToken.aboutActive({}, undefined), {});
    const about = (argument: unknown): unknown =>
      revokeToken.aboutActive(revokeToken.argumentOf(argument), profile);
    for (const silent of [{}, { confirmed: undefined }, { profile: undefined, confirmed: false }]) {
      assert.deepEqual(about(silent), { profile, confirmed: false });
    }
    assert.deepEqual(about({ confirmed: true }), { profile, confirmed: true });
    assert.deepEqual(about({ profile: 'another' }), { profile: 'another' });
  });

  it('is empty for what a menu hands over that means nothing', () => {
    const ids = commandIds.filter((id) => id !== 'kiwoom.switchTo');
    for (const clicked of [
      undefined,
      null,
      new EnvironmentElement('real'),
      { $mid: 1 },
      new Date(0),
    ]) {
      for (const id of ids) assert.deepEqual(given(id, clicked), {}, id);
    }
  });

  it('must be what is documented', () => {
    for (const wrong of ['real', [profile], { profile: 1 }, { name: profile }]) {
      assert.throws(() => given('kiwoom.issueToken', wrong), { code: 'invalid-arguments' });
    }
    assert.throws(() => given('kiwoom.switchTo', {}), { code: 'invalid-arguments' });
  });

  it('tells the account that the next step is about', () => {
    assert.equal(profileIn(given('kiwoom.issueToken', account)), profile);
    assert.equal(profileIn({}), undefined);
  });
});

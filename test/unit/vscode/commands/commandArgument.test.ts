import assert from 'node:assert/strict';
import {
  AccountElement,
  EnvironmentElement,
} from '../../../../src/vscode/accounts/accountElements.ts';
import {
  aboutActive,
  argumentOf,
  parseArgument,
  profileIn,
} from '../../../../src/vscode/commands/commandArgument.ts';
import { type CommandId, commandIds } from '../../../../src/vscode/shell/commandIds.ts';
import { commandArguments } from '../../../../src/vscode/commands/commandTypes.ts';

const profile = 'real-0123456789abcdef';
const account = new AccountElement(profile);
const given = (id: CommandId, argument: unknown): unknown =>
  parseArgument(id, argumentOf(id, argument), commandArguments);

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
    const about = (id: CommandId, argument: unknown, active: string | undefined): unknown =>
      aboutActive(id, parseArgument(id, argument, commandArguments), active);
    assert.deepEqual(about('kiwoom.issueToken', {}, profile), { profile });
    assert.deepEqual(about('kiwoom.issueToken', {}, undefined), {});
    for (const silent of [{}, { confirmed: undefined }, { profile: undefined, confirmed: false }]) {
      const meant = about('kiwoom.revokeToken', silent, profile);
      assert.deepEqual(meant, { profile, confirmed: false });
    }
    assert.deepEqual(about('kiwoom.revokeToken', { confirmed: true }, profile), {
      profile,
      confirmed: true,
    });
    assert.deepEqual(about('kiwoom.revokeToken', { profile: 'another' }, profile), {
      profile: 'another',
    });
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
    assert.deepEqual(profileIn(argumentOf('kiwoom.issueToken', account)), { profile });
    assert.deepEqual(profileIn({}), {});
  });
});

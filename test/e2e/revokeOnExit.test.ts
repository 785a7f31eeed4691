import assert from 'node:assert/strict';
import { addAppKey } from './keyQuestions.ts';
import { Session } from './session.ts';

describe('With kiwoom.revokeOnExit', () => {
  let session: Session;

  before(async () => {
    session = await Session.start({ settings: { 'kiwoom.revokeOnExit': true } });
    session.simulator.control.switch({ oauthLimit: 'off' });
  });
  after(() => session.close());

  it('the token ends with the only window, and the next start issues a new one by itself', async () => {
    const { control, accounts } = session.simulator;
    const window = await session.openWindow();
    await addAppKey(window, { environment: 'mock', account: accounts.mock[0] });
    const [first] = control.tokens();
    await window.reload();
    await control.waitForCalls({ kind: 'issue', code: 0 }, 2);
    await window.statusBar.waitFor(/Mock: 23h 59m/);
    assert.equal(control.counts().revoke, 1);
    const living = control.tokens().filter(({ alive }) => alive);
    assert.equal(living.length, 1);
    assert.notEqual(living[0]?.token, first?.token);
  });
});

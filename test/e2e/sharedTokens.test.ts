import assert from 'node:assert/strict';
import { noRedisServer, RedisServer } from '../host/redisServer.ts';
import { addAppKey } from './keyQuestions.ts';
import { until } from './pageObjects/until.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const missing = noRedisServer();

describe(`Two computers with one shared token store${missing === undefined ? '' : ` (${missing})`}`, () => {
  let redis: RedisServer;
  let session: Session;
  let other: Session;
  let here: Workbench;
  let there: Workbench;

  before(async function () {
    if (missing !== undefined) {
      this.skip();
      return;
    }
    redis = await RedisServer.start();
    session = await Session.start({ simulator: { limits: 'off' } });
    other = await Session.start({ sharedSimulator: session.simulator });
    here = await session.openWindow();
    there = await other.openWindow();
    const [account] = session.simulator.accounts.mock;
    for (const window of [here, there]) {
      await addAppKey(window, { environment: 'mock', account });
      await connect(window);
    }
  });
  after(async () => {
    if (missing !== undefined) return;
    await other.close();
    await session.close();
    await redis.stop();
  });

  const connect = async (window: Workbench): Promise<void> => {
    await window.runCommand('Kiwoom: Connect Shared Token Store');
    await window.quickInput.answer('Address of the Redis server', redis.url);
    await window.quickInput.answer('Password of the Redis server', '');
    await window.notifications.acknowledge('Tokens are shared from now on');
  };

  it('know of each other', async () => {
    await here.statusBar.tooltip(/Mock: 23h/, /Shared\swith\sother\scomputers:\s1/);
  });

  it('end the token together', async () => {
    await here.runCommand('Kiwoom: Revoke Token');
    await here.statusBar.waitFor(/Mock: no token/);
    await there.statusBar.waitFor(/Mock: no token/);
    assert.equal(session.simulator.control.counts().revoke, 1);
  });

  it('have the token together that one of them issues', async () => {
    const before = session.simulator.control.counts().issue;
    await there.runCommand('Kiwoom: Issue Token');
    await there.statusBar.waitFor(/Mock: 23h/);
    await here.statusBar.waitFor(/Mock: 23h/);
    assert.equal(session.simulator.control.counts().issue, before + 1);
  });

  it('say since when the store is away, keep the token, and share it again', async () => {
    await redis.kill();
    await here.statusBar.tooltip(/Mock: 23h/, /Not\sshared\ssince[^]*cannot\sbe\sreached/);
    await redis.resume();
    await here.statusBar.tooltip(/Mock: 23h/, /Shared\swith\sother\scomputers:\s1/);
    const keys = redis.client();
    await until(
      'the token in the store',
      () => keys.keys('kiwoom:*:state'),
      (found) => found.length === 1,
    );
  });

  it('say that one goes on alone, where Kiwoom bound the token to another address', async () => {
    const { control, accounts } = session.simulator;
    const [near, far] = ['203.0.113.10', '203.0.113.20'];
    control.changeAccount(accounts.mock[0].appkey, { registeredIps: [near, far] });
    control.switch({ callerIp: far });
    await there.runCommand('Kiwoom: Verify Token');
    const said = await there.notifications.waitFor('This computer no longer shares');
    assert.match(
      said,
      /^This computer no longer shares “81234567”\. Its token belongs to another IP/,
    );
    await there.statusBar.tooltip(/Mock: 23h/, /Not\sshared:\sKiwoom\sbound/);
    control.switch({ callerIp: near });
    await here.statusBar.tooltip(/Mock: 23h/, /Shared/);
  });

  it('leave each with its token when one of them disconnects', async () => {
    await there.runCommand('Kiwoom: Disconnect Shared Token Store');
    await there.notifications.acknowledge('Tokens are no longer shared');
    await there.statusBar.waitFor(/Mock: 23h/);
    await there.runCommand('Kiwoom: Revoke Token');
    await there.statusBar.waitFor(/Mock: no token/);
    await here.statusBar.waitFor(/Mock: 23h/);
  });
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from '../simulator/accounts.ts';
import { CanarySearch } from './canarySearch.ts';
import { addAppKey } from './keyQuestions.ts';
import { until } from './pageObjects/until.ts';
import { packageRestClient } from './restClient.ts';
import type { Session } from './session.ts';
import { Traces } from './traces.ts';
import type { Workbench } from './workbench.ts';

const withRandomKeys = (account: string): Account => ({
  account,
  appkey: randomBytes(32).toString('base64url'),
  secretkey: randomBytes(32).toString('base64url'),
});
const mock = withRandomKeys('81234567');
const real = withRandomKeys('51234567');

/** The environments of the programs below the session's home folder that have a Kiwoom variable. */
async function environmentsOfPrograms(home: string): Promise<Map<string, string>[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const texts = await Promise.all(
    processes.map((id) => readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')),
  );
  return texts
    .filter((text) => text.includes(`HOME=${home}\0`) && text.includes('KIWOOM_TOKEN='))
    .map((text) => {
      const entries = text.split('\0').map((entry) => {
        const [name = '', ...value] = entry.split('=');
        return [name, value.join('=')] as const;
      });
      return new Map(entries);
    });
}

describe('With the gateway on', function () {
  // Environments of programs are read where Linux shows them.
  if (process.platform !== 'linux') return;

  let session: Session;
  let traces: Traces;
  let window: Workbench;

  before(async () => {
    const others = ['81234568', '51234568'].map(withRandomKeys) as [Account, Account];
    ({ session, traces } = await Traces.startSession({
      simulator: {
        limits: 'off',
        accounts: { mock: [mock, others[0]], real: [real, others[1]] },
      },
      vsix: [await packageRestClient()],
    }));
    window = await session.openWindow();
    await addAppKey(window, { environment: 'mock', account: mock });
  });
  after(() => session.close());

  const setUp = async (way: string): Promise<void> => {
    await window.runCommand('Kiwoom: Set Up REST Client Environments');
    await window.quickInput.pick('Set Up REST Client Environments', way);
  };
  const secrets = (): CanarySearch =>
    new CanarySearch([
      ...[mock, real].flatMap(({ account, appkey, secretkey }) => [
        { name: `app key of ${account}`, value: appkey },
        { name: `secret key of ${account}`, value: secretkey },
      ]),
      ...session.simulator.control
        .tokens()
        .map(({ token }, i) => ({ name: `token ${i + 1}`, value: token })),
    ]);
  const variables = async (): Promise<ReadonlyMap<string, string>> => {
    const [found] = await until(
      'a terminal with the variables',
      () => environmentsOfPrograms(traces.folders.home),
      (all) => all.length > 0,
    );
    return found ?? new Map<string, string>();
  };
  const send = async (
    given: ReadonlyMap<string, string>,
    suffix: '' | '_REAL',
    apiId: string,
    call: { readonly path: string; readonly body: object },
  ): Promise<Response> =>
    fetch(`${given.get(`KIWOOM_HOST${suffix}`) ?? ''}${call.path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        authorization: `Bearer ${given.get(`KIWOOM_TOKEN${suffix}`) ?? ''}`,
        'api-id': apiId,
      },
      body: JSON.stringify(call.body),
    });
  const accountNumber = { path: '/api/dostk/acnt', body: {} };
  const openTerminal = async (): Promise<void> => {
    await window.runCommand('Terminal: Create New Terminal');
    await window.waitForTerminal();
  };
  const closeTerminal = (): Promise<void> =>
    window.runCommand('Terminal: Kill the Active Terminal Instance');

  it('which is offered where it helps', async () => {
    await setUp('Open sample requests');
    const offer = 'Let programs use a pass instead of the token?';
    await window.notifications.waitFor(offer);
    await window.screenshot('gateway-1-offer');
    await window.notifications.press(offer, 'Switch On Gateway');
    const tooltip = await window.statusBar.tooltip(/Mock/, /on\sport\s\d+/);
    assert.match(tooltip, /passed\son:\s0/);
    await window.page
      .locator('.statusbar .statusbar-item')
      .filter({ hasText: /Mock/ })
      .first()
      .hover();
    await window.page
      .locator('.monaco-hover', { hasText: /on\sport/ })
      .first()
      .waitFor();
    await window.glimpse('gateway-2-tooltip');
    await window.page.mouse.move(400, 300);
  });

  it('a program in a terminal gets a pass, which Kiwoom never sees', async () => {
    await openTerminal();
    const given = await variables();
    const reply = await send(given, '', 'ka00001', accountNumber);
    assert.equal(reply.status, 200, await reply.text());
    const [call] = session.simulator.control.calls().filter(({ apiId }) => apiId === 'ka00001');
    assert.notEqual(call?.token, given.get('KIWOOM_TOKEN'));
    await window.statusBar.tooltip(/Mock/, /passed\son:\s[1-9]/);
    await closeTerminal();
  });

  it('an order with real money is shown first', async () => {
    await addAppKey(window, { environment: 'real', account: real });
    await openTerminal();
    const given = await until(
      'a terminal with a real account',
      variables,
      (found) => found.get('KIWOOM_HOST_REAL') !== undefined,
    );
    const order = {
      path: '/api/dostk/ordr',
      body: { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' },
    };
    const sent = send(given, '_REAL', 'kt10000', order);
    const question = 'Send an order with the account';
    await window.dialog.waitFor(question);
    await window.screenshot('gateway-3-order');
    await window.dialog.pressEnter(question);
    assert.equal((await sent).status, 403);
    const again = send(given, '_REAL', 'kt10000', order);
    await window.dialog.press(question, 'Send This Order');
    assert.equal((await again).status, 200);
    await closeTerminal();
  });

  it('an address comes with the name of the pass that it takes, whichever account is in use', async () => {
    await window.statusBar.waitFor(/Real/);
    await window.runCommand('Kiwoom: Copy Gateway Address');
    await window.quickInput.pick('Copy Gateway Address', 'Mock');
    const text = await window.notifications.acknowledge('is on the clipboard');
    const [name = ''] = /KIWOOM_TOKEN\w*/.exec(text) ?? [];
    const [host = ''] = /http:\S+\/mock/.exec(text) ?? [];
    await openTerminal();
    const given = await variables();
    const copied = new Map([
      ['KIWOOM_HOST', host],
      ['KIWOOM_TOKEN', given.get(name) ?? ''],
    ]);
    const reply = await send(copied, '', 'ka00001', accountNumber);
    assert.equal(reply.status, 200, await reply.text());
    await closeTerminal();
  });

  it('Copy Token gives the pass', async () => {
    await window.runCommand('Kiwoom: Copy Token');
    await window.notifications.acknowledge(/Copied the pass of /);
  });

  it('the user settings hold a pass for those who want one there', async () => {
    await setUp('Token in your user settings');
    await window.dialog.press('Keep the token in your user settings', 'Keep Token in Settings');
    const file = path.join(session.server.userDataDir, 'User/settings.json');
    const text = await until(
      'a pass in the settings',
      () => readFile(file, 'utf8'),
      (found) => found.includes('"kiwoomToken"'),
    );
    assert.deepEqual(secrets().inBytes('settings', Buffer.from(text)), []);
  });

  it('no file and no program’s environment holds a key or a token', async () => {
    await openTerminal();
    await variables();
    const programs = await environmentsOfPrograms(traces.folders.home);
    for (const given of programs) {
      const text = JSON.stringify([...given]);
      assert.deepEqual(secrets().inBytes('environment', Buffer.from(text)), []);
    }
    assert.ok(session.simulator.control.tokens().length >= 2);
    await window.reload(); // What VS Code keeps in memory for a while is written by now.
    assert.deepEqual(await traces.find(secrets(), window), []);
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { addAppKey } from './keyQuestions.ts';
import { fileWith } from './pageObjects/fileWith.ts';
import { Session } from './session.ts';

const stockInfo = '/mock/api/dostk/stkinfo';

/** The keys of `attacks` in hostilePage/attacks.js. */
const attacks = [
  'a fetch with all headers',
  'a fetch without CORS',
  'a fetch without CORS that issues with the pass',
  'an XMLHttpRequest',
  'a form of text',
  'a form in parts',
  'a WebSocket',
  'an image',
  'a script',
  'a frame without an origin',
];

const html =
  '<!doctype html><title>A page</title><body></body><script type="module" src="/attacks.js"></script>';

describe('A web page in the browser, beside a window with the gateway on', () => {
  let session: Session;
  let server: Server;
  let page: Page;
  let origin: string;
  let pass: string;
  let script: string;
  /** Statuses that the gateway answered with. */
  let answers: number[];

  before(async () => {
    session = await Session.start({
      simulator: { limits: 'off' },
      settings: { 'kiwoom.gateway.enabled': true, 'kiwoom.injection.terminal': true },
    });
    const window = await session.openWindow();
    const [account] = session.simulator.accounts.mock;
    await addAppKey(window, { environment: 'mock', account });
    await window.statusBar.waitFor(/Mock: 23h/);
    // As any program would find them: in a terminal.
    await window.runCommand('Terminal: Create New Terminal');
    await window.waitForTerminal();
    await window.page.keyboard.type('printenv KIWOOM_HOST KIWOOM_TOKEN > gateway.txt\n');
    const written = await fileWith(
      path.join(session.workspace, 'gateway.txt'),
      /^http:\/\/127\.0\.0\.1:\d+\/mock\n[\w-]{43}\n/,
    );
    const [host = ''] = written.split('\n');
    pass = written.split('\n')[1] ?? '';
    ({ origin } = new URL(host));

    script = await readFile(path.join(import.meta.dirname, 'hostilePage/attacks.js'), 'utf8');
    server = createServer(({ url }, response) => {
      const isScript = url === '/attacks.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : html);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    page = await window.page.context().newPage();
    page.on('response', (response) => {
      const { port } = new URL(response.url());
      if (port === new URL(origin).port) answers.push(response.status());
    });
  });
  after(async () => {
    server.close();
    await session.close();
  });

  beforeEach(() => {
    answers = [];
    session.simulator.control.clearCalls();
  });
  const attack = (name: string, on: string): Promise<unknown> =>
    page.evaluate(
      `attacks[${JSON.stringify(name)}](${JSON.stringify(on)}, ${JSON.stringify(pass)})`,
    );
  const nothingSent = (): void => {
    assert.deepEqual(session.simulator.control.calls(), []);
  };

  it('could do what a program does, if it were one', async () => {
    const reply = await fetch(`${origin}${stockInfo}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pass}`, 'api-id': 'ka10001' },
      body: '{"stk_cd":"005930"}',
    });
    assert.equal(reply.status, 200);
    assert.equal(session.simulator.control.counts().tr, 1);
  });

  it('tries all that there is to try', async () => {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    assert.deepEqual(await page.evaluate('Object.keys(attacks)'), attacks);
  });

  for (const name of attacks) {
    it(`reaches nothing with ${name}`, async () => {
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await attack(name, origin);
      nothingSent();
      assert.ok(
        answers.every((status) => status >= 400),
        answers.join(),
      );
    });
  }

  it('reaches nothing when the address is opened', async () => {
    await page.goto(`${origin}${stockInfo}`);
    nothingSent();
    assert.deepEqual(answers, [405]);
  });

  it('reaches nothing from a name that was made to lead here', async () => {
    // The page came from there before the name led to this machine; what it asks for now has one origin.
    const rebound = origin.replace('127.0.0.1', 'localhost');
    await page.route(`${rebound}/page`, (route) =>
      route.fulfill({ contentType: 'text/html', body: html }),
    );
    await page.route(`${rebound}/attacks.js`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: script }),
    );
    await page.goto(`${rebound}/page`);
    answers = [];
    for (const name of attacks) await attack(name, rebound);
    nothingSent();
    assert.ok(answers.length >= 4, answers.join());
    assert.deepEqual([...new Set(answers)], [404]);
  });
});

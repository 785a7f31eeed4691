import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as vscode from 'vscode';
import { addProfile, cleanUp, control, hosts, succeed } from './extension.ts';
import { folder, open, select, send, sendLast } from './restClientClient.ts';

const project = process.env['TEST_PROJECT_FOLDER'] ?? '';

function examplesIn(readme: string): string[] {
  const text = readFileSync(path.join(project, readme), 'utf8');
  return Array.from(text.matchAll(/^```http\n(.*?)^```/gms), ([, code = '']) => code);
}

/** There is no server, so nothing is sent. */
const noHost = { error: '`input` must not start with a slash when using `prefixUrl`' };

describe('REST Client', () => {
  let mock: string;
  let real: string;

  before(() => {
    assert.ok(!existsSync(folder), 'these tests have a home folder of their own');
  });
  beforeEach(async () => {
    // Before the token goes, or the user would be asked about the history.
    rmSync(folder, { recursive: true, force: true });
    await cleanUp();
    select('kiwoom-mock');
    real = await addProfile('real');
    mock = await addProfile('mock');
    await succeed('kiwoom.switchProfile', { profile: mock });
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cleanUp();
  });

  const issue = async (profile: string): Promise<string> => {
    await succeed('kiwoom.issueToken', { profile });
    return (await control.tokens()).at(-1)?.token ?? '';
  };

  for (const page of ['docs/guide.md', 'docs/guide.ko.md']) {
    it(`sends the examples of ${page} with the token of the mock account`, async () => {
      const token = await issue(mock);
      for (const text of examplesIn(page)) assert.equal((await send(text))?.statusCode, 200);
      const calls = await control.calls({ kind: 'tr' });
      assert.deepEqual(
        calls.map((call) => [call.environment, call.apiId, call.code, call.token === token]),
        ['ka10001', 'kt10000', 'kt00001'].map((apiId) => ['mock', apiId, 0, true]),
      );
    });
  }

  it('gets server and token of the environment that is selected there', async () => {
    const [text = ''] = examplesIn('docs/guide.md').filter((each) =>
      each.includes('%kiwoomHostVar'),
    );
    const tokens = [await issue(mock), await issue(real)];
    await send(text);
    select('kiwoom-real');
    await send(text);
    const calls = await control.calls({ kind: 'tr' });
    assert.deepEqual(
      calls.map((call) => [call.environment, call.code, call.token]),
      [
        ['mock', 0, tokens[0]],
        ['real', 0, tokens[1]],
      ],
    );
  });

  it('sends nothing while there is no token: there is no server either', async () => {
    const [text = ''] = examplesIn('docs/guide.md');
    assert.deepEqual(await send(text), noHost);
    await issue(mock);
    assert.equal((await send(text))?.statusCode, 200);
    await succeed('kiwoom.revokeToken', { profile: mock });
    assert.deepEqual(await send(text), noHost);
    assert.equal((await control.calls({ kind: 'tr' })).length, 1);
  });

  it('sends nothing while none of our environments is selected', async () => {
    const [text = ''] = examplesIn('docs/guide.md').filter((each) =>
      each.includes('%kiwoomHostVar'),
    );
    await issue(mock);
    select('$shared');
    assert.deepEqual(await send(text), noHost);
    assert.deepEqual(await control.calls({ kind: 'tr' }), []);
  });

  it('sends what Insert Authorization Header makes of a request', async () => {
    const token = await issue(mock);
    const url = `${hosts.mock ?? ''}/api/dostk/acnt`;
    const fields = 'Content-Type: application/json;charset=UTF-8\napi-id: ka00001';
    const texts = [
      `POST ${url}\n${fields}\n\n{}\n`,
      `### a title\n# @name account\n@x = 1\nPOST ${url}\n# why\n${fields}\n\n{}`,
      `POST ${url}\nauthorization: Bearer pasted\n${fields}\n\n{}`,
      `POST ${url}\n  ?a=1\n  &b=2\n${fields}\n\n{}`,
      `POST ${url}\n${fields}\n\n{}\n`.replaceAll('\n', '\r\n'),
    ];
    for (const text of texts) {
      const editor = await open(text);
      const line = text.split('\n').findIndex((each) => each.startsWith('POST'));
      editor.selection = new vscode.Selection(line, 0, line, 0);
      await succeed('kiwoom.insertAuthorization');
      await sendLast(editor);
    }
    const calls = await control.calls({ kind: 'tr' });
    assert.deepEqual(
      calls.map((call) => [call.apiId, call.code, call.token]),
      texts.map(() => ['ka00001', 0, token]),
    );
  });

  it('does not take an inserted request to where the server redirects', async () => {
    await issue(mock);
    const paths: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      paths.push(url);
      if (url === '/start.html') response.end();
      else response.writeHead(302, { location: '/start.html' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const editor = await open('');
      await succeed('kiwoom.insertRequest', { apiId: 'ka10001' });
      const text = editor.document.getText();
      const elsewhere = text.replace('{{$processEnv KIWOOM_HOST}}', `http://127.0.0.1:${port}`);
      assert.equal((await send(elsewhere))?.statusCode, 302);
      assert.deepEqual(paths, ['/api/dostk/stkinfo']);
      assert.equal((await send(elsewhere.replace('# @no-redirect\n', '')))?.statusCode, 200);
      assert.deepEqual(paths.slice(1), ['/api/dostk/stkinfo', '/start.html']);
    } finally {
      server.close();
    }
  });

  it('cannot send a WebSocket TR', async () => {
    await issue(mock);
    const editor = await open('');
    await succeed('kiwoom.insertRequest', { apiId: '0B' });
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    assert.deepEqual(await sendLast(editor), { error: 'Invalid URL' });
  });

  it('keeps the token of what it sent until its history is cleaned', async () => {
    const token = await issue(mock);
    const [text = ''] = examplesIn('docs/guide.md');
    await send(text);
    const history = (): string => readFileSync(path.join(folder, 'history.json'), 'utf8');
    assert.ok(history().includes(token));
    assert.equal((await succeed('kiwoom.cleanRestClientHistory')).replaced, 1);
    assert.ok(!history().includes(token));
    assert.ok(history().includes('"Authorization":"Bearer {{$processEnv KIWOOM_TOKEN_MOCK}}"'));
  });
});

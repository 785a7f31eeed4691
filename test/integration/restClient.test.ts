import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { stateKeys } from '../../src/vscode/restClient/restClientParts.ts';
import { RestClientSync } from '../../src/vscode/restClient/restClientSync.ts';
import { testMachine } from '../unit/fakes/testMachine.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { addProfile, cleanUp, control, execute, succeed } from './extension.ts';
import { settingsWindow } from './settingsWindow.ts';

const folder = path.join(homedir(), '.rest-client');
const file = path.join(folder, 'history.json');

/** As REST Client writes it. */
function history(...headers: readonly string[]): string {
  const sent = headers.map((authorization, i) => ({
    method: 'POST',
    url: `https://mockapi.kiwoom.com/api/dostk/acnt?${i}`,
    headers: { 'content-type': 'application/json;charset=UTF-8', authorization },
    body: '{}',
    startTime: 1700000000000 + i,
  }));
  return JSON.stringify(sent);
}

describe("REST Client's history", () => {
  before(() => {
    assert.ok(!existsSync(folder), 'these tests have a home folder of their own');
    mkdirSync(folder);
  });
  beforeEach(cleanUp);
  after(async () => {
    rmSync(folder, { recursive: true });
    await cleanUp();
  });

  const issued = async (profile: string): Promise<string> => {
    await succeed('kiwoom.issueToken', { profile });
    const token = (await control.tokens()).filter(({ alive }) => alive).at(-1);
    return token?.token ?? '';
  };

  it('loses the tokens that were issued here, those of yesterday too, and nothing else', async () => {
    const real = await addProfile('real');
    const first = await issued(real);
    await succeed('kiwoom.revokeToken', { profile: real });
    const second = await issued(real);
    const mock = await addProfile('mock');
    const active = await issued(mock);
    await succeed('kiwoom.switchProfile', { profile: mock });
    const foreign = 'x'.repeat(86);
    const before = history(...[first, second, active, foreign].map((token) => `Bearer ${token}`));
    writeFileSync(file, before, { mode: 0o640 });
    const result = await succeed('kiwoom.cleanRestClientHistory');
    assert.equal(result.replaced, 3);
    assert.equal(
      readFileSync(file, 'utf8'),
      before
        .replace(first, '{{$processEnv KIWOOM_TOKEN_REAL}}')
        .replace(second, '{{$processEnv KIWOOM_TOKEN_REAL}}')
        .replace(active, '{{$processEnv KIWOOM_TOKEN_MOCK}}'),
    );
    assert.equal(statSync(file).mode & 0o777, 0o640);
    assert.equal((await succeed('kiwoom.cleanRestClientHistory')).replaced, 0);
  });

  it('is left as it is while nobody said that it may be changed', async () => {
    const profile = await addProfile('mock');
    const text = history(`Bearer ${await issued(profile)}`);
    writeFileSync(file, text);
    await succeed('kiwoom.revokeToken', { profile });
    await issued(profile);
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('is left alone when it is damaged, and the command says so', async () => {
    const profile = await addProfile('mock');
    const text = history(`Bearer ${await issued(profile)}`).slice(0, -1);
    writeFileSync(file, text);
    const result = await execute('kiwoom.cleanRestClientHistory');
    assert.ok(!result.ok && result.code === 'history-not-changed');
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('is searched for what every window issued, whichever wrote last what it knows', async () => {
    const machine = testMachine(testProfile('mock'), testProfile('real'));
    const state = new Map<string, unknown>();
    const globalStorageUri = vscode.Uri.file(path.join(homedir(), 'User/globalStorage/kiwoom'));
    const open = async () => {
      const { tokens, parts } = await settingsWindow({ machine, state, globalStorageUri });
      return { tokens, sync: new RestClientSync(parts) };
    };
    const [a, b] = [await open(), await open()];
    const known = (): unknown[] => state.get(stateKeys.issuedTokens) as unknown[];
    await a.tokens.issue(testProfile('mock'));
    await a.sync.update();
    await b.tokens.issue(testProfile('real'));
    await b.sync.update();
    assert.equal(known().length, 2);
    state.set(stateKeys.issuedTokens, known().slice(1));
    await a.sync.update();
    assert.equal(known().length, 2);
  });

  it('need not exist', async () => {
    rmSync(file, { force: true });
    assert.equal((await succeed('kiwoom.cleanRestClientHistory')).replaced, 0);
    assert.ok(!existsSync(file));
  });

  it('and settings hold no token unless the user wants it', async () => {
    await issued(await addProfile('mock'));
    await succeed('kiwoom.cleanRestClientHistory');
    const environments = vscode.workspace
      .getConfiguration('rest-client')
      .inspect('environmentVariables');
    assert.equal(environments?.globalValue, undefined);
  });
});

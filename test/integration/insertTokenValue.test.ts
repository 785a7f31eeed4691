import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CancelledError, KiwoomError } from '../../src/core/base/errors.ts';
import { Secret } from '../../src/core/base/secret.ts';
import { insertToken } from '../../src/vscode/commands/insertTokenValue.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';

const profile = testProfile('mock');
const host = 'http://127.0.0.1:1/mock';
const token = { value: new Secret('token'), expiresAt: 1, receivedAt: 0, clockAheadMs: 0, host };

describe('What “Insert Token Value” writes', () => {
  const gateway = {
    wanted: false,
    runs: true,
    ready: () => Promise.resolve(),
    current: () => (gateway.runs ? { value: new Secret('pass'), host } : undefined),
  };
  let editor: vscode.TextEditor;
  let asked: string[];
  /** What happens while the question is open. */
  let answer: () => void;

  beforeEach(async () => {
    [gateway.wanted, gateway.runs, asked, answer] = [false, true, [], () => undefined];
    editor = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'http', content: '' }),
    );
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  const insert = async (): Promise<string> => {
    const ask = <Button extends string>(
      message: string,
      detail: string,
      ...buttons: readonly Button[]
    ): Promise<Button> => {
      asked.push(message, detail, ...buttons);
      answer();
      const [button] = buttons;
      return button === undefined ? Promise.reject(new CancelledError()) : Promise.resolve(button);
    };
    const selection = { namedOrActive: () => profile };
    const tokens = { ensureForUser: () => Promise.resolve(token) };
    await insertToken(undefined, { tokens, selection, gateway }, ask);
    return editor.document.getText();
  };

  it('is the token, and the question says so', async () => {
    assert.equal(await insert(), 'token');
    assert.match(asked[0] ?? '', /^Write the token of /);
    assert.equal(asked.at(-1), 'Write Token');
  });

  it('is the pass while the gateway is on, as with “Copy Token”, and the question says so', async () => {
    gateway.wanted = true;
    assert.equal(await insert(), 'pass');
    assert.match(asked[0] ?? '', /^Write the gateway pass of /);
    assert.match(asked[1] ?? '', /the pass and not the token/);
    assert.equal(asked.at(-1), 'Write Pass');
  });

  it('is never the token in place of a pass that there is none of', async () => {
    gateway.wanted = true;
    gateway.runs = false;
    await assert.rejects(
      insert(),
      (thrown) => thrown instanceof KiwoomError && thrown.code === 'gateway-not-started',
    );
    assert.equal(editor.document.getText(), '');
  });

  it('is not the token where the user agreed to the pass and the gateway was then switched off', async () => {
    gateway.wanted = true;
    answer = () => {
      gateway.wanted = false;
      gateway.runs = false;
    };
    await assert.rejects(
      insert(),
      (thrown) => thrown instanceof KiwoomError && thrown.code === 'gateway-not-started',
    );
    assert.equal(editor.document.getText(), '');
  });
});

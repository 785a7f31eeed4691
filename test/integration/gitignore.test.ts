import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { addToGitignore, isIgnored } from '../../src/vscode/savedFiles/gitIgnore.ts';

/** The workspace of these tests is under no Git, so that VS Code's Git knows nothing of it. */
const folder = path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'ignoring');
const at = (name: string): string => path.join(folder, name);
const uriOf = (name: string): vscode.Uri => vscode.Uri.file(at(name));

describe('A .gitignore', () => {
  beforeEach(() => {
    mkdirSync(at('.git'), { recursive: true });
    writeFileSync(at('key.txt'), 'key');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });

  it('gets the file’s own line, which counts where VS Code’s Git knows nothing', async () => {
    writeFileSync(at('.gitignore'), '*.log');
    assert.equal(await isIgnored(uriOf('key.txt')), false);
    await addToGitignore(uriOf('key.txt'));
    await addToGitignore(uriOf('key.txt'));
    assert.equal(readFileSync(at('.gitignore'), 'utf8'), '*.log\n/key.txt\n');
    assert.equal(await isIgnored(uriOf('key.txt')), true);
  });

  it('is made where there is none', async () => {
    await addToGitignore(uriOf('key.txt'));
    assert.equal(readFileSync(at('.gitignore'), 'utf8'), '/key.txt\n');
  });

  it('that is a link is refused, and what it leads to stays as it is', async () => {
    writeFileSync(at('.bashrc'), '# mine\n');
    symlinkSync(at('.bashrc'), at('.gitignore'));
    const file = 'a;touch${IFS}pwned;.txt';
    writeFileSync(at(file), 'key');
    await assert.rejects(addToGitignore(uriOf(file)), { code: 'gitignore-failed' });
    assert.equal(readFileSync(at('.bashrc'), 'utf8'), '# mine\n');
  });

  it('that is a link to nothing is refused, and nothing is made', async () => {
    symlinkSync(at('nothing'), at('.gitignore'));
    await assert.rejects(addToGitignore(uriOf('key.txt')), { code: 'gitignore-failed' });
    assert.throws(() => readFileSync(at('nothing')), { code: 'ENOENT' });
  });

  it('that cannot be opened is refused in words that help', async () => {
    mkdirSync(at('within/.git'), { recursive: true });
    mkdirSync(at('within/.gitignore'));
    writeFileSync(at('within/key.txt'), 'key');
    await assert.rejects(addToGitignore(uriOf('within/key.txt')), { code: 'gitignore-failed' });
  });
});

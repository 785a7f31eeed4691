import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { SavedFileWatch } from '../../src/vscode/savedFiles/savedFileWatch.ts';
import type { SecretWarningsParts } from '../../src/vscode/savedFiles/secretWarnings.ts';
import { RecordingLog } from '../unit/fakes/memoryStores.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { until } from './extension.ts';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
/** In characters. */
const longest = 1_000_000;

let files = 0;

/** Of the shape of a key. */
const wordOf = (file: number): string => `SavedFile${file}`.padEnd(43, '-');

/**
 * Saves a new file of so many characters.
 *
 * @returns a word that stands in this file only
 */
async function save(length: number, inFolder = folder): Promise<string> {
  const word = wordOf(++files);
  const uri = vscode.Uri.joinPath(inFolder, `saved-${files}.txt`);
  const text = word.padEnd(length - 1);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), '\n');
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.equal(document.getText().length, length);
  assert.ok(await document.save());
  return word;
}

/** Resolves once the extension host knows. */
async function set(value: boolean | undefined): Promise<void> {
  const configuration = () => vscode.workspace.getConfiguration('kiwoom');
  await configuration().update('secretWarnings', value, vscode.ConfigurationTarget.Global);
  await until(() => configuration().inspect('secretWarnings')?.globalValue === value);
}

describe('Saved files', () => {
  let watch: SavedFileWatch;
  let found: string[];
  let pairsLookedFor: { readonly length: number; readonly fileName: string }[];
  const log = new RecordingLog();
  const parts: Omit<SecretWarningsParts, 'knownSecrets'> = {
    profiles: { loaded: true },
    active: { current: undefined, lastUsedIn: () => undefined },
    tokens: { state: () => ({ kind: 'none' }) },
    handedOut: () => undefined,
    gatewayHost: () => undefined,
    catalogue: loadTrCatalogue,
    readKeyText: (text, fileName) => {
      // VS Code saves files of other tests by itself, some time later.
      if (fileName.startsWith('saved-')) pairsLookedFor.push({ length: text.length, fileName });
      return Promise.resolve({ pairs: [], notTaken: [] });
    },
    log,
  };

  beforeEach(() => {
    found = [];
    pairsLookedFor = [];
    const matcher = {
      lengths: new Set([43]),
      match: (text: string) => {
        // VS Code saves files of other tests by itself, some time later.
        if (text.startsWith('SavedFile')) found.push(text);
        return undefined;
      },
    };
    watch = new SavedFileWatch({
      ...parts,
      knownSecrets: () => Promise.resolve({ matcher: () => Promise.resolve(matcher) }),
    });
  });
  afterEach(() => {
    watch.dispose();
    assert.deepEqual(log.lines, []);
  });

  /** They are searched in the order in which they are saved. */
  const untilFound = async (word: string): Promise<void> => {
    await until(() => found.length > 0);
    assert.deepEqual(found, [word]);
  };

  it('are searched for secrets up to a million characters', async () => {
    await save(longest + 1);
    await untilFound(await save(longest));
  });

  it('are searched for pairs of keys by their names up to 64 KB', async () => {
    await save(64 * 1024 + 1);
    await save(64 * 1024);
    await until(() => pairsLookedFor.length > 0);
    assert.deepEqual(pairsLookedFor, [{ length: 64 * 1024, fileName: `saved-${files}.txt` }]);
  });

  it('are not forgotten where the user could not be told: the next save tries again', async () => {
    const failed = new RecordingLog();
    const secret = { kind: 'token', profile: testProfile('mock') } as const;
    const matcher = {
      lengths: new Set([43]),
      match: (text: string) => (text.startsWith('TokenInFile') ? secret : undefined),
    };
    let tries = 0;
    const failing = new SavedFileWatch({
      ...parts,
      catalogue: () => Promise.reject(new Error(`try ${++tries}`)),
      log: failed,
      knownSecrets: () => Promise.resolve({ matcher: () => Promise.resolve(matcher) }),
    });
    try {
      const uri = vscode.Uri.joinPath(folder, 'saved-token.http');
      await vscode.workspace.fs.writeFile(
        uri,
        new TextEncoder().encode('TokenInFile'.padEnd(43, '-')),
      );
      const document = await vscode.workspace.openTextDocument(uri);
      for (const save of [1, 2]) {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(uri, new vscode.Position(0, 0), '\n');
        assert.ok(await vscode.workspace.applyEdit(edit));
        assert.ok(await document.save());
        await until(() => failed.lines.length === save);
      }
      assert.equal(tries, 2);
    } finally {
      failing.dispose();
    }
  });

  it('are searched in the workspace only', async () => {
    const elsewhere = vscode.Uri.joinPath(folder, '../elsewhere');
    await vscode.workspace.fs.createDirectory(elsewhere);
    await save(100, elsewhere);
    await untilFound(await save(100));
  });

  it('are not searched while the user has switched that off', async () => {
    await set(false);
    try {
      await save(100);
    } finally {
      await set(undefined);
    }
    await untilFound(await save(100));
  });
});

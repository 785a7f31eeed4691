import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { SavedFileWatch } from '../../src/vscode/savedFiles/savedFileWatch.ts';
import { RecordingLog } from '../unit/fakes/memoryStores.ts';
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
  const log = new RecordingLog();

  beforeEach(() => {
    found = [];
    const matcher = {
      lengths: new Set([43]),
      match: (text: string) => {
        // VS Code saves files of other tests by itself, some time later.
        if (text.startsWith('SavedFile')) found.push(text);
        return undefined;
      },
    };
    watch = new SavedFileWatch({
      profiles: { loaded: true },
      active: { current: undefined, lastUsedIn: () => undefined },
      tokens: { current: () => undefined, state: () => ({ kind: 'none' }) },
      catalogue: loadTrCatalogue,
      log,
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

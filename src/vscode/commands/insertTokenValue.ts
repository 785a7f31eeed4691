import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import { t } from '../shell/localize.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { profileName } from '../shell/words.ts';
import type { CommandHandlers } from './commandTypes.ts';

export interface InsertTokenParts {
  readonly tokens: TokenManager;
  readonly selection: ProfileSelection;
}

/** Writes the token itself at every cursor: the one command that puts a secret into a file. */
export function insertTokenCommands(
  parts: InsertTokenParts,
): Pick<CommandHandlers, 'kiwoom.insertTokenValue'> {
  const { tokens, selection } = parts;
  return {
    'kiwoom.insertTokenValue': async ({ profile: name }) => {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined || !writable.has(editor.document.uri.scheme)) {
        throw new KiwoomError('no-editor');
      }
      const { version } = editor.document;
      const { selections } = editor;
      const profile = selection.namedOrActive(name);
      await confirm(
        t('Write the token of {0} into this file as plain text?', profileName(profile, t)),
        await risk(editor.document.uri),
        t('Write Token'),
      );
      const token = await withProgress(
        t('Getting the token of {0}…', profileName(profile, t)),
        (signal) => tokens.ensureForUser(profile, signal),
      );
      // What the user agreed to is these places in this text.
      const same = !editor.document.isClosed && editor.document.version === version;
      const written =
        same &&
        (await editor.edit((edit) => {
          for (const selected of selections) edit.replace(selected, token.value.reveal());
        }));
      if (!written) throw new KiwoomError('read-only-editor');
      return factsOf(profile);
    },
  };
}

/** Output channels and the like are editors too. */
const writable: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs']);

async function risk(file: vscode.Uri): Promise<string> {
  const advice = t(
    'Whoever reads the file can use the account until the token expires. “Insert Authorization Header” writes a reference instead, which holds no secret.',
  );
  const where = (await isUnderGit(file))
    ? t('This file is under Git: the token can be committed and pushed.')
    : t('This file is not under Git.');
  const copies = t('Once saved, VS Code also keeps a copy in its local history.');
  return `${where} ${copies}\n\n${advice}`;
}

/** A `.git` in the file's folder or one above; it is a file in worktrees and submodules. */
async function isUnderGit(file: vscode.Uri): Promise<boolean> {
  if (file.scheme === 'untitled') return false;
  for (let folder = vscode.Uri.joinPath(file, '..'); ;) {
    const found = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, '.git')).then(
      () => true,
      () => false,
    );
    if (found) return true;
    const parent = vscode.Uri.joinPath(folder, '..');
    if (parent.path === folder.path || !parent.path.startsWith('/')) return false;
    folder = parent;
  }
}

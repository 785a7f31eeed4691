import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileFacts, type ProfileSelection } from '../accounts/profileSelection.ts';
import { type GatewayOfPasses, passInPlace } from '../passes/passInPlace.ts';
import { profileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { defineCommand, profileArgument } from './command.ts';

export interface InsertTokenParts {
  readonly tokens: Pick<TokenManager, 'ensureForUser'>;
  readonly selection: Pick<ProfileSelection, 'namedOrActive'>;
  readonly gateway: GatewayOfPasses;
}

/**
 * Inserts the token itself at every cursor, or the pass while the gateway is on; the only command that writes a
 * secret to a file.
 */
export const insertTokenValue = defineCommand({
  id: 'kiwoom.insertTokenValue',
  argument: profileArgument,
  needs: 'active account',
  run: ({ profile }, parts: InsertTokenParts) => insertToken(profile, parts, confirm),
});

/** @param ask how the user is asked to agree */
export async function insertToken(
  name: string | undefined,
  { tokens, selection, gateway }: InsertTokenParts,
  ask: typeof confirm,
): Promise<ProfileFacts> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !writable.has(editor.document.uri.scheme)) {
    throw new KiwoomError('no-editor');
  }
  const { version } = editor.document;
  const { selections } = editor;
  const profile = selection.namedOrActive(name);
  // Looked at once: what is written is what the user agreed to.
  const givesPass = gateway.wanted;
  const question = givesPass ? passQuestion : tokenQuestion;
  await ask(...question(profileName(profile, t), await isUnderGit(editor.document.uri)));
  const token = await withProgress(
    t('Getting the token of {0}…', noticeName(profile, t)),
    (signal) => tokens.ensureForUser(profile, signal),
  );
  const { value } = givesPass ? await passInPlace(gateway, profile) : token;
  // The user agreed to these positions in this version of the text.
  const same = !editor.document.isClosed && editor.document.version === version;
  const written =
    same &&
    (await editor.edit((edit) => {
      for (const selected of selections) edit.replace(selected, value.reveal());
    }));
  if (!written) throw new KiwoomError('read-only-editor');
  return factsOf(profile);
}

/** URI schemes of editable documents; output channels and the like are editors too. */
const writable: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs']);

/** Message, detail and button of the confirmation. */
type Question = (name: string, underGit: boolean) => [string, string, string];

const tokenQuestion: Question = (name, underGit) => [
  t('Write the token of {0} into this file as plain text?', name),
  detail(
    underGit
      ? t('This file is under Git: the token can be committed and pushed.')
      : t('This file is not under Git.'),
    t(
      'Whoever reads the file can use the account until the token expires. “Insert Authorization Header” writes a reference instead, which holds no secret.',
    ),
  ),
  t('Write Token'),
];

const passQuestion: Question = (name, underGit) => [
  t('Write the gateway pass of {0} into this file as plain text?', name),
  detail(
    underGit
      ? t('This file is under Git: the pass can be committed and pushed.')
      : t('This file is not under Git.'),
    t(
      'The gateway is on, so this is the pass and not the token. Programs on this computer that read the file can use the account through the gateway until the pass ends tomorrow. “Insert Authorization Header” writes a reference instead, which stays right.',
    ),
  ),
  t('Write Pass'),
];

function detail(where: string, advice: string): string {
  return `${where} ${t('Once saved, VS Code also keeps a copy in its local history.')}\n\n${advice}`;
}

/** Looks for `.git` in the file's folder and its parents; it is a file in worktrees and submodules. */
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

import * as vscode from 'vscode';
import { KiwoomError } from '../../core/base/errors.ts';
import { hasIgnoreLine, ignoreAddition, ignoreLine } from '../../core/leaks/gitignore.ts';

/** The part of the built-in Git extension's API that we use. */
interface GitExtension {
  getAPI(version: 1): { getRepository(uri: vscode.Uri): GitRepository | null };
}

interface GitRepository {
  checkIgnore(paths: string[]): Promise<ReadonlySet<string>>;
}

/**
 * Whether Git ignores the file. Where VS Code's Git is off or does not know the folder, this only checks for
 * the line that {@link addToGitignore} writes: a superfluous warning is better than implementing Git's rules
 * incompletely, and this extension runs no programs of a workspace.
 */
export async function isIgnored(file: vscode.Uri): Promise<boolean> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension?.isActive === true) {
    try {
      const repository = extension.exports.getAPI(1).getRepository(file);
      if (repository) return (await repository.checkIgnore([file.fsPath])).size > 0;
    } catch {
      // Git is switched off, or its API has changed.
    }
  }
  const place = await placeInGitignore(file);
  return place !== undefined && hasIgnoreLine(await textOf(place.gitignore), place.line);
}

/**
 * Adds the file to the `.gitignore` of its repository, or else of its workspace folder.
 *
 * @throws KiwoomError `gitignore-failed`
 */
export async function addToGitignore(file: vscode.Uri): Promise<void> {
  const place = await placeInGitignore(file);
  if (place === undefined) throw new KiwoomError('gitignore-failed');
  const { gitignore, line } = place;
  // Git does not follow a symbolic link there either, and its target may be a file outside the workspace.
  if (await isLink(gitignore)) throw new KiwoomError('gitignore-failed');
  const written = await append(gitignore, line).catch(() => false);
  if (!written) throw new KiwoomError('gitignore-failed');
}

/** @returns whether the line is saved */
async function append(gitignore: vscode.Uri, line: string): Promise<boolean> {
  const creation = new vscode.WorkspaceEdit();
  creation.createFile(gitignore, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(creation);
  // Edits through the document, because it may be open with unsaved changes.
  const document = await vscode.workspace.openTextDocument(gitignore);
  const text = document.getText();
  if (hasIgnoreLine(text, line)) return true;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(gitignore, document.positionAt(text.length), ignoreAddition(text, line));
  return (await vscode.workspace.applyEdit(edit)) && (await document.save());
}

async function placeInGitignore(
  file: vscode.Uri,
): Promise<{ gitignore: vscode.Uri; line: string } | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(file)?.uri;
  if (folder === undefined) return undefined;
  const root = await repositoryWithin(folder, file);
  const line = ignoreLine(file.path.slice(root.path.replace(/\/$/, '').length + 1));
  return line === undefined
    ? undefined
    : { gitignore: vscode.Uri.joinPath(root, '.gitignore'), line };
}

/** Returns the innermost repository inside the workspace folder, or else the folder itself. */
async function repositoryWithin(folder: vscode.Uri, file: vscode.Uri): Promise<vscode.Uri> {
  for (
    let at = vscode.Uri.joinPath(file, '..');
    at.path.length > folder.path.length;
    at = vscode.Uri.joinPath(at, '..')
  ) {
    if ((await typeOf(vscode.Uri.joinPath(at, '.git'))) !== undefined) return at;
  }
  return folder;
}

async function isLink(uri: vscode.Uri): Promise<boolean> {
  const type = (await typeOf(uri)) ?? vscode.FileType.Unknown;
  return (type & vscode.FileType.SymbolicLink) !== 0;
}

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => type,
    () => undefined,
  );
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  );
}

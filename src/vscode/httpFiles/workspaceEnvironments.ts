import * as vscode from 'vscode';
import { type Disposable, disposeAll } from '../../core/base/event.ts';
import {
  givesVariables,
  type GivenVariables,
  type Variables,
  variablesOf,
  workspaceVariables,
} from '../../httpFile/httpLanguage.ts';

/** Settings sections of the clients that define environments. */
const settings = ['rest-client', 'httpyac'];
const settingName = 'environmentVariables';

/** httpyac also reads a folder of this name beside each folder. */
const furtherFolder = 'env';

const environmentFiles =
  '**/{.env,.env.*,*.env,http-client.env.json,http-client.private.env.json,.httpyac.json,httpyac.config.json,package.json}';

/**
 * Reads the variables that the workspace defines for requests. Its settings and files are untrusted: they may
 * redirect a name such as `kiwoomHost` to someone else's server.
 */
export class WorkspaceEnvironments implements Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  /** Cache by folder. */
  readonly #files = new Map<string, Promise<readonly GivenVariables[]>>();
  readonly #subscriptions: readonly Disposable[];

  constructor() {
    const forget = (): void => {
      this.#files.clear();
      this.#changed.fire();
    };
    const watcher = vscode.workspace.createFileSystemWatcher(environmentFiles);
    this.#subscriptions = [
      watcher,
      watcher.onDidChange(forget),
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (settings.some((name) => event.affectsConfiguration(`${name}.${settingName}`))) {
          this.#changed.fire();
        }
      }),
      this.#changed,
    ];
  }

  /** Variables that may apply to requests in this document. */
  async of({ uri, isUntitled }: vscode.TextDocument): Promise<readonly Variables[]> {
    const files = await Promise.all(
      foldersAround(uri, isUntitled).map((one) => this.#filesIn(one)),
    );
    return workspaceVariables([...settingsFor(uri), ...files.flat()]);
  }

  dispose(): void {
    disposeAll(this.#subscriptions);
  }

  #filesIn(folder: vscode.Uri): Promise<readonly GivenVariables[]> {
    // Not cached: there are no change events outside the workspace.
    if (vscode.workspace.getWorkspaceFolder(folder) === undefined) return readFiles(folder);
    const key = folder.toString();
    const files = this.#files.get(key) ?? readFiles(folder);
    this.#files.set(key, files);
    return files;
  }
}

function settingsFor(uri: vscode.Uri): GivenVariables[] {
  return settings.flatMap((name) => {
    const found = vscode.workspace.getConfiguration(name, uri).inspect<unknown>(settingName);
    return [found?.workspaceValue, found?.workspaceFolderValue].flatMap((setting) =>
      variablesOf({ setting }),
    );
  });
}

/** Folders from the outermost to the document's own, whose files take precedence. */
function foldersAround(uri: vscode.Uri, isUntitled: boolean): vscode.Uri[] {
  const { workspaceFolders: [root] = [], getWorkspaceFolder } = vscode.workspace;
  if (isUntitled) return root === undefined ? [] : withFurther(root.uri);
  const top = getWorkspaceFolder(uri)?.uri.path;
  const folders: vscode.Uri[] = [];
  for (let folder = parent(uri); ; folder = parent(folder)) {
    folders.unshift(...withFurther(folder));
    if (top === undefined || folder.path.length <= top.length) return folders;
  }
}

function withFurther(folder: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(folder, furtherFolder), folder];
}

function parent(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

async function readFiles(folder: vscode.Uri): Promise<GivenVariables[]> {
  const { fs } = vscode.workspace;
  try {
    const names = (await fs.readDirectory(folder)).map(([name]) => name).filter(givesVariables);
    const texts = await Promise.allSettled(
      names.toSorted().map(async (name) => {
        const bytes = await fs.readFile(vscode.Uri.joinPath(folder, name));
        return variablesOf({ name, text: new TextDecoder().decode(bytes) });
      }),
    );
    return texts.flatMap((read) => (read.status === 'fulfilled' ? read.value : []));
  } catch {
    // A missing or unreadable folder; a client finds nothing there either.
    return [];
  }
}

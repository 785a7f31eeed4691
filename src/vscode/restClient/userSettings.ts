import * as vscode from 'vscode';
import { changeEnvironments, type SettingsEdit, tokensIn } from './environmentTokens.ts';
import type { RestClientParts } from './restClientParts.ts';
import { agrees, editSettings } from './settingsText.ts';
import { isIgnored } from './syncExclusion.ts';

type Parts = Pick<
  RestClientParts,
  'globalStorageUri' | 'settingsElsewhere' | 'log' | 'rewriteFile'
>;

/** REST Client's environments, and what belongs to them, in the user's own settings. */
export class UserSettings {
  readonly #parts: Parts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What Settings Sync ignores, as the user wrote it. */
  get ignored(): unknown {
    return userValue('settingsSync', 'ignoredSettings');
  }

  /**
   * One edit after the other. Never rejects.
   *
   * @returns whether the settings are as wanted now
   */
  write(edit: SettingsEdit): Promise<boolean> {
    const written = this.#turn.then(() => this.#write(edit));
    this.#turn = written;
    return written;
  }

  /**
   * In the text of the file, which keeps the comments; VS Code's own way of changing a setting replaces
   * the whole value. Where the file is not at hand (the settings of a remote window lie on another
   * machine), is being edited, or is not the one in effect, VS Code does it.
   */
  async #write(edit: SettingsEdit): Promise<boolean> {
    const { globalStorageUri, settingsElsewhere } = this.#parts;
    const file = vscode.Uri.joinPath(globalStorageUri, '../../settings.json');
    if (!settingsElsewhere && file.scheme === 'file' && !isBeingEdited(file)) {
      const inEffect = userValue('rest-client', 'environmentVariables');
      let usable = false as boolean;
      const outcome = await this.#parts.rewriteFile(file.fsPath, (text) => {
        const edited = agrees(text, inEffect) ? editSettings(text, edit) : undefined;
        usable = edited !== undefined;
        return edited;
      });
      if (usable && (outcome === 'rewritten' || outcome === 'unchanged')) {
        if (outcome === 'rewritten') this.#parts.log.info('rest-client-settings-written');
        return true;
      }
    }
    return this.#writeByVsCode(edit);
  }

  async #writeByVsCode({ tokens, ignored, turnsOff }: SettingsEdit): Promise<boolean> {
    try {
      const list = this.ignored;
      const former = userValue('sync', 'ignoredSettings');
      const nextList = ignored === undefined ? list : ignored(list, former);
      const putList = () => put('settingsSync', 'ignoredSettings', list, nextList);
      // In this order: nothing that is synced may hold a token.
      if (isIgnored(nextList)) await putList();
      const isWritten = await putEnvironments(tokens);
      if (isWritten) {
        if (!isIgnored(nextList)) await putList();
        if (turnsOff === true) {
          const own = userValue('kiwoom', 'restClient.tokenInSettings');
          await put('kiwoom', 'restClient.tokenInSettings', own, undefined);
        }
        this.#parts.log.info('rest-client-settings-written', { by: 'vscode' });
        return true;
      }
      this.#parts.log.warn('rest-client-settings-not-written');
    } catch (thrown) {
      // While settings.json has unsaved changes VS Code refuses; the next change of a token tries again.
      const error = thrown instanceof Error ? thrown.name : 'unknown';
      this.#parts.log.warn('rest-client-settings-not-written', { error });
    }
    return false;
  }
}

/** @returns whether they are in effect: VS Code changes one place of a file that names them in two */
async function putEnvironments(tokens: SettingsEdit['tokens']): Promise<boolean> {
  const read = (): unknown => userValue('rest-client', 'environmentVariables');
  const value = read();
  const changed = changeEnvironments(value, tokens);
  if (changed === undefined) return false;
  await put('rest-client', 'environmentVariables', value, changed.value);
  return JSON.stringify(tokensIn(read())) === JSON.stringify(tokensIn(changed.value));
}

async function put(section: string, name: string, before: unknown, value: unknown): Promise<void> {
  if (value === before) return;
  const configuration = vscode.workspace.getConfiguration(section);
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

/**
 * What the user's own settings say, without defaults and without the workspace. In a remote window
 * also without those of the remote machine, which are none of the user's settings.json: VS Code tells
 * them apart, though its types do not say so.
 */
function userValue(section: string, name: string): unknown {
  const inspected: { globalValue?: unknown; globalLocalValue?: unknown } | undefined =
    vscode.workspace.getConfiguration(section).inspect<unknown>(name);
  if (inspected === undefined) return undefined;
  return 'globalLocalValue' in inspected ? inspected.globalLocalValue : inspected.globalValue;
}

function isBeingEdited(file: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    ({ uri, isDirty }) =>
      isDirty && (uri.fsPath === file.fsPath || uri.scheme === 'vscode-userdata'),
  );
}

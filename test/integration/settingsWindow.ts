import * as vscode from 'vscode';
import type { Environment } from '../../src/core/model/environment.ts';
import type { Profile } from '../../src/core/model/profile.ts';
import { fingerprint } from '../../src/node/fingerprint.ts';
import { rewriteFile } from '../../src/node/rewriteFile.ts';
import { HostInSettings } from '../../src/vscode/restClient/hostInSettings.ts';
import { TokenInSettings } from '../../src/vscode/restClient/tokenInSettings.ts';
import type { testMachine } from '../unit/fakes/testMachine.ts';

export interface SettingsWindowOptions {
  readonly machine: ReturnType<typeof testMachine>;
  /** What VS Code keeps for the extension, in all windows. */
  readonly state?: Map<string, unknown>;
  /** Two folders below that of the user settings. */
  readonly globalStorageUri: vscode.Uri;
  readonly active?: Profile;
  readonly trusted?: boolean;
  readonly settingsElsewhere?: boolean;
  readonly rewrite?: typeof rewriteFile;
}

/** A window's part that keeps the settings; which window is in front is for the test to say. */
export async function settingsWindow(options: SettingsWindowOptions) {
  const { machine, globalStorageUri, state = new Map<string, unknown>() } = options;
  const { tokens, profiles, active } = machine.window();
  await profiles.refresh();
  if (options.active !== undefined) await active.choose(options.active);
  const window: { focused: boolean; alone: boolean; gateway: string | undefined } = {
    focused: true,
    alone: false,
    gateway: undefined,
  };
  const parts = {
    globalState: {
      keys: () => [...state.keys()],
      get: <T>(key: string, otherwise?: T) => (state.has(key) ? state.get(key) : otherwise) as T,
      update: (key: string, value: unknown) => {
        if (value === undefined) state.delete(key);
        else state.set(key, value);
        return Promise.resolve();
      },
    },
    globalStorageUri,
    settingsElsewhere: options.settingsElsewhere ?? false,
    profiles,
    active,
    tokens,
    handedOut: (profile: Profile) => tokens.current(profile),
    gateway: {
      wanted: () => window.gateway !== undefined,
      addressOf: (environment: Environment) =>
        window.gateway === undefined ? undefined : `${window.gateway}/${environment}`,
    },
    scheduler: machine.scheduler,
    log: machine.log,
    trusted: () => options.trusted ?? true,
    focused: () => window.focused,
    alone: () => window.alone,
    fingerprint,
    rewriteFile: options.rewrite ?? rewriteFile,
    rewriteHistory: () => Promise.resolve('missing' as const),
  };
  const part = new TokenInSettings(parts, () => Promise.resolve(true));
  const host = new HostInSettings(parts);
  /** Takes over what the other windows issued and revoked. */
  const load = async (): Promise<void> => {
    for (const profile of profiles.all) await tokens.load(profile);
  };
  return { part, host, parts, tokens, profiles, active, window, load };
}

/** In the user's own settings. */
export async function putSetting(section: string, name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

export function userSetting(section: string, name: string): unknown {
  return vscode.workspace.getConfiguration(section).inspect(name)?.globalValue;
}

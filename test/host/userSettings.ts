import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

/** A quiet workbench: nothing that asks the network, nothing that covers what a test looks at. */
const quiet: Settings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'window.commandCenter': false,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** Writes the user settings of a window that starts with this user data folder. */
export async function writeUserSettings(userDataDir: string, settings: Settings): Promise<void> {
  const folder = path.join(userDataDir, 'User');
  await mkdir(folder, { recursive: true });
  const all = { ...quiet, ...settings };
  await writeFile(path.join(folder, 'settings.json'), `${JSON.stringify(all, undefined, 2)}\n`);
}

/** Both environments of the extension talk to the simulator. */
export function endpointSettings(simulator: {
  readonly real: { readonly url: string };
  readonly mock: { readonly url: string };
}): Settings {
  return {
    'kiwoom.endpoints.real': simulator.real.url,
    'kiwoom.endpoints.mock': simulator.mock.url,
  };
}

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './hostProcess.ts';

export interface HostEnvironmentOptions {
  /** Folder of the server, deleted after it. */
  readonly dataFolder: string;
  /** Whether extensions can be looked up and installed over the network. */
  readonly gallery?: boolean;
}

/** Variables that keep a VS Code server from using the network and leaving files behind. */
export function hostEnvironment({
  dataFolder,
  gallery = false,
}: HostEnvironmentOptions): Environment {
  return {
    ...(gallery ? {} : { EXTENSIONS_GALLERY: '{}' }),
    ...temporaryFiles(dataFolder),
    // Path of code-server's own log.
    XDG_DATA_HOME: path.join(dataFolder, 'share'),
  };
}

function temporaryFiles(dataFolder: string): Environment {
  // VS Code leaves sockets behind. Outside Linux our folder's path is too long for them.
  if (process.platform !== 'linux') return {};
  const folder = path.join(dataFolder, 'tmp');
  mkdirSync(folder, { recursive: true });
  return { TMPDIR: folder, XDG_RUNTIME_DIR: folder };
}

import type * as vscode from 'vscode';
import type { KiwoomExports } from './api/kiwoom-rest-auth.d.ts';
import type { Application } from './composition/application.ts';
import { registerCommands } from './vscode/commands/registerCommands.ts';
import { ExtensionApi } from './vscode/otherExtensions/extensionApi.ts';

let application: Promise<Application> | undefined;

/**
 * Registers the commands and the API that VS Code and other extensions may call as soon as this returns.
 * Everything else is in the application, which starts right afterwards, so that no window and no other
 * extension waits for it.
 */
export function activate(context: vscode.ExtensionContext): KiwoomExports {
  application = afterActivation().then(async () => {
    const { startApplication } = await import('./composition/application.ts');
    return startApplication(context);
  });
  const commands = registerCommands(application.then(({ runCommand }) => runCommand));
  const exported = new ExtensionApi(application.then(({ api }) => api));
  context.subscriptions.push(commands, exported);
  return Object.freeze({ getApi: (version: number) => exported.getApi(version) });
}

export async function deactivate(): Promise<void> {
  await (await application)?.atExit();
}

/** Resolves in the next turn of the event loop, so that the window and other extensions go first. */
function afterActivation(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

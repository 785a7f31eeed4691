import * as vscode from 'vscode';
import type { RunCommand } from './commandBoundary.ts';
import { commandIds } from '../shell/commandIds.ts';

/** @param run resolves once the application has started; VS Code may call a command before */
export function registerCommands(run: Promise<RunCommand>): vscode.Disposable {
  return vscode.Disposable.from(
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(id, async (given: unknown) => (await run)(id, given)),
    ),
  );
}

import * as vscode from 'vscode';
import type { RunCommand } from './commandBoundary.ts';
import { commandIds } from '../shell/commandIds.ts';

/** @param run what a command does; VS Code may call one before that is loaded */
export function registerCommands(run: Promise<RunCommand>): vscode.Disposable {
  return vscode.Disposable.from(
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(id, async (given: unknown) => (await run)(id, given)),
    ),
  );
}

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';

const project =
  vscode.extensions.getExtension('kiwoom-rest-auth.kiwoom-rest-auth')?.extensionPath ?? '';

/** The requests that the walkthrough and `npm start` open. */
export const sampleFile = path.join(project, 'test/host/sample/kiwoom.http');

/**
 * Sends all requests of a file with httpyac's command line, which inherits this extension host's variables.
 *
 * @returns what it printed
 */
export async function sendFile(file: string): Promise<string> {
  const httpyac = path.join(project, 'node_modules/httpyac/bin/httpyac.js');
  const args = [httpyac, 'send', file, '--all', '--output', 'short'];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: path.dirname(file),
    env,
  });
  return stdout;
}

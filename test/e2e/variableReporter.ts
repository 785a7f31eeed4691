import path from 'node:path';
import { packageFolder } from './packageFolder.ts';
import type { Workbench } from './workbench.ts';

/** Packages the extension in the folder beside this file. */
export function packageVariableReporter(): Promise<string> {
  return packageFolder(path.join(import.meta.dirname, 'variableReporter'));
}

/** The names of the Kiwoom variables in the extension host of this window, as any extension there sees them. */
export async function kiwoomVariables({ statusBar }: Workbench): Promise<string[]> {
  const shown = /^Variables \((\d+)\): ?(.*)$/;
  const before = shown.exec((await statusBar.waitFor(shown)).text);
  await statusBar.click(shown);
  const next = await statusBar.waitFor(`Variables (${Number(before?.[1]) + 1})`);
  const [, , names = ''] = shown.exec(next.text) ?? [];
  return names.split(' ').filter((name) => name !== '');
}

import * as vscode from 'vscode';
import { CancelledError } from '../../core/base/errors.ts';
import { t } from '../shell/localize.ts';
import { type Choice, choose } from '../shell/prompts.ts';

/** Source to import keys from. */
export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'clipboard'; readonly text: string }
  | { readonly kind: 'variables' };

/** Maximum clipboard length in characters; two keys are much shorter. */
const longestClipboard = 64 * 1024;

/** What people keep keys in; the dialog offers all other files as well. */
const extensions =
  'txt env json jsonc yaml yml toml ini cfg conf properties http rest xml config py ipynb js ts java cs sh bat ps1 service csv md'.split(
    ' ',
  );

/** @throws CancelledError */
export async function askForSource(title: string, keysInVariables: boolean): Promise<Source> {
  const variables: Choice<Source['kind']> = {
    label: `$(terminal) ${t('Environment variables')}`,
    detail: t('KIWOOM_APPKEY, KIWOOM_SECRETKEY and other usual names'),
    value: 'variables',
  };
  const kind = await choose<Source['kind']>({
    title,
    items: [
      {
        label: `$(file) ${t('Key files, .env and other files…')}`,
        detail: t('The portal’s files, .env, JSON, YAML, TOML, INI, XML, .properties, code, notes'),
        value: 'file',
      },
      {
        label: `$(clippy) ${t('Clipboard')}`,
        detail: t('Text with an app key and a secret key, in any of these forms'),
        value: 'clipboard',
      },
      ...(keysInVariables ? [variables] : []),
    ],
  });
  switch (kind) {
    case 'file':
      return { kind, path: await askForFile(title) };
    case 'clipboard':
      return { kind, text: (await vscode.env.clipboard.readText()).slice(0, longestClipboard) };
    case 'variables':
      return { kind };
  }
}

async function askForFile(title: string): Promise<string> {
  const picked = await vscode.window.showOpenDialog({
    title,
    openLabel: t('Import'),
    canSelectMany: false,
    filters: { [t('Key files')]: extensions, [t('All files')]: ['*'] },
  });
  const [file] = picked ?? [];
  if (file === undefined) throw new CancelledError();
  return file.fsPath;
}

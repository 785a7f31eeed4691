import * as vscode from 'vscode';
import { t } from '../shell/localize.ts';

/** Asks for consent to store the token as plain text in the settings. */
export async function askForPlainText(): Promise<boolean> {
  const keep = t('Keep Token in Settings');
  const chosen = await vscode.window.showWarningMessage(
    t('Keep the token in your user settings, as plain text?'),
    {
      modal: true,
      detail: [
        t(
          'The REST Client environments kiwoom-real and kiwoom-mock get the variable kiwoomToken: the token of the window you are in, kept current, and removed on revoke, on expiry and with the last window. Every program that can read settings.json can use the account until the token expires.',
        ),
        t(
          'So that Settings Sync does not upload it, “rest-client.environmentVariables” is added to “settingsSync.ignoredSettings”: your other REST Client environments are no longer synced either.',
        ),
        t(
          'References such as {0} do the same without a token in a file.',
          '$processEnv KIWOOM_TOKEN',
        ),
      ].join('\n\n'),
    },
    keep,
  );
  return chosen === keep;
}

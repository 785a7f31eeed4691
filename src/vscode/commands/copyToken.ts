import * as vscode from 'vscode';
import { factsOf } from '../accounts/profileSelection.ts';
import { tellOfGateway } from '../passes/gatewayNotices.ts';
import { passInPlace } from '../passes/passInPlace.ts';
import { profileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';
import { defineCommand, profileArgument } from './command.ts';
import type { Parts } from './commandParts.ts';

/** Copies the token itself to the clipboard, or the pass while the gateway is on. */
export const copyToken = defineCommand({
  id: 'kiwoom.copyToken',
  argument: profileArgument,
  needs: 'active account',
  run: async (
    { profile: name },
    { tokens, selection, gateway }: Parts<'tokens' | 'selection' | 'gateway'>,
  ) => {
    const profile = selection.namedOrActive(name);
    // Read once: if the gateway is switched off meanwhile, the token must not be copied without a confirmation.
    const givesPass = gateway.wanted;
    // Where the process variables contain no token, another extension could run this command and read the
    // clipboard to get one, so the user has to confirm.
    const isOpen = vscode.workspace.isTrusted && settings.injectsProcessEnv();
    if (!isOpen && !givesPass) {
      await confirm(
        t('Copy the token of {0} to the clipboard?', profileName(profile, t)),
        t('Every program and extension can read the clipboard.'),
        t('Copy Token'),
      );
    }
    const token = await withProgress(
      t('Getting the token of {0}…', noticeName(profile, t)),
      (signal) => tokens.ensureForUser(profile, signal),
    );
    if (givesPass) {
      const pass = await passInPlace(gateway, profile);
      await vscode.env.clipboard.writeText(pass.value.reveal());
      tellOfGateway(
        t(
          'Copied the pass of {0}, not the token. It is taken at {1} only, and ends tomorrow.',
          noticeName(profile, t),
          pass.host,
        ),
      );
      return factsOf(profile);
    }
    await vscode.env.clipboard.writeText(token.value.reveal());
    void vscode.window.showInformationMessage(
      t('Copied the token of {0}: keep it secret.', noticeName(profile, t)),
    );
    return factsOf(profile);
  },
});

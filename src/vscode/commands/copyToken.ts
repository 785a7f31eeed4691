import * as vscode from 'vscode';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import { t } from '../shell/localize.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';
import { profileName } from '../shell/words.ts';
import type { CommandHandlers } from './commandTypes.ts';

export interface CopyTokenParts {
  readonly tokens: TokenManager;
  readonly selection: ProfileSelection;
}

/** Puts the token itself on the clipboard. */
export function copyTokenCommands(
  parts: CopyTokenParts,
): Pick<CommandHandlers, 'kiwoom.copyToken'> {
  const { tokens, selection } = parts;
  return {
    'kiwoom.copyToken': async ({ profile: name }) => {
      const profile = selection.namedOrActive(name);
      // Where the process variables hold no token, another extension could run this command and
      // read the clipboard instead: then it takes the user's word.
      if (!vscode.workspace.isTrusted || !settings.injectsProcessEnv()) {
        await confirm(
          t('Copy the token of {0} to the clipboard?', profileName(profile, t)),
          t('Every program and extension can read the clipboard.'),
          t('Copy Token'),
        );
      }
      const token = await withProgress(
        t('Getting the token of {0}…', profileName(profile, t)),
        (signal) => tokens.ensureForUser(profile, signal),
      );
      await vscode.env.clipboard.writeText(token.value.reveal());
      void vscode.window.showInformationMessage(
        t('Copied the token of {0}: keep it secret.', profileName(profile, t)),
      );
      return factsOf(profile);
    },
  };
}

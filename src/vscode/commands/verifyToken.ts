import * as vscode from 'vscode';
import type { ApiCaller, Verdict } from '../../core/calls/apiCaller.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import { t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { withProgress } from '../shell/prompts.ts';
import { profileName } from '../shell/words.ts';
import type { CommandHandlers } from './commandTypes.ts';

export interface VerifyParts {
  readonly caller: ApiCaller;
  readonly selection: ProfileSelection;
}

/** Asks the server whether it takes the token, with a request that changes nothing. */
export function verifyCommands(parts: VerifyParts): Pick<CommandHandlers, 'kiwoom.verifyToken'> {
  const { caller, selection } = parts;
  return {
    'kiwoom.verifyToken': async ({ profile: name }) => {
      const profile = selection.namedOrActive(name);
      const verdict = await withProgress(
        t('Verifying the token of {0}…', profileName(profile, t)),
        (signal) => caller.verify(profile, signal),
      );
      inBackground(report(verdict, profileName(profile, t), profile.id), { profile: profile.id });
      return { ...factsOf(profile), verdict };
    },
  };
}

async function report(verdict: Verdict, name: string, profile: string): Promise<void> {
  if (verdict === 'live') {
    void vscode.window.showInformationMessage(t('Kiwoom accepts the token of {0}.', name));
    return;
  }
  const issue = t('Issue Token');
  const chosen = await vscode.window.showWarningMessage(refusal(verdict, name), issue);
  if (chosen === issue) await vscode.commands.executeCommand('kiwoom.issueToken', { profile });
}

function refusal(verdict: Exclude<Verdict, 'live'>, name: string): string {
  switch (verdict) {
    case 'dead':
      return t('Kiwoom no longer accepts the token of {0}.', name);
    case 'other-ip':
      return t('The token of {0} was issued to a different IP address than this one.', name);
    case 'other-environment':
      return t('The token of {0} belongs to the other environment.', name);
  }
}

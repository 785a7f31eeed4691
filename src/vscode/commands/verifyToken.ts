import * as vscode from 'vscode';
import type { ApiCaller, Verdict } from '../../core/calls/apiCaller.ts';
import type { Renewer } from '../../core/lifecycle/renewer.ts';
import type { Clock } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import { t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { withProgress } from '../shell/prompts.ts';
import { profileName, formatShortTime } from '../shell/formatting.ts';
import type { CommandHandlers } from './commandTypes.ts';

export interface VerifyParts {
  readonly caller: ApiCaller;
  readonly selection: ProfileSelection;
  readonly renewer: Pick<Renewer, 'settled'>;
  readonly tokens: TokenManager;
  readonly clock: Clock;
}

/** Checks with a read-only request whether the server accepts the token. */
export function verifyCommands(parts: VerifyParts): Pick<CommandHandlers, 'kiwoom.verifyToken'> {
  const { caller, selection, renewer, tokens, clock } = parts;
  return {
    'kiwoom.verifyToken': async ({ profile: name }) => {
      const profile = selection.namedOrActive(name);
      const verdict = await withProgress(
        t('Verifying the token of {0}…', profileName(profile, t)),
        (signal) => caller.verify(profile, signal),
      );
      inBackground(report(profile, verdict), { profile: profile.id });
      return { ...factsOf(profile), verdict };
    },
  };

  /** A refusal starts a renewal, so the message reports the state after it. */
  async function report(profile: Profile, verdict: Verdict): Promise<void> {
    const name = profileName(profile, t);
    if (verdict === 'live') {
      void vscode.window.showInformationMessage(t('Kiwoom accepts the token of {0}.', name));
      return;
    }
    await renewer.settled(profile.id);
    const token = tokens.current(profile);
    if (token !== undefined) {
      const until = formatShortTime(token.expiresAt, clock.now(), t);
      void vscode.window.showInformationMessage(
        t('{0}: dead token replaced. The new one is valid until {1}.', name, until),
      );
      return;
    }
    const issue = t('Issue Token');
    const chosen = await vscode.window.showWarningMessage(refusal(verdict, name), issue);
    const argument = { profile: profile.id };
    if (chosen === issue) await vscode.commands.executeCommand('kiwoom.issueToken', argument);
  }
}

function refusal(verdict: Exclude<Verdict, 'live'>, name: string): string {
  switch (verdict) {
    case 'dead':
      return t('Kiwoom no longer accepts the token of {0}.', name);
    case 'other-ip':
      return t('The token of {0} belongs to another IP address.', name);
    case 'other-environment':
      return t('The token of {0} is not for this environment.', name);
  }
}

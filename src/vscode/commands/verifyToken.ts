import * as vscode from 'vscode';
import type { Verdict } from '../../core/calls/apiCaller.ts';
import type { Profile } from '../../core/model/profile.ts';
import { factsOf, type ProfileFacts } from '../accounts/profileSelection.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { inBackground } from '../shell/notifications.ts';
import { withProgress } from '../shell/prompts.ts';
import { defineCommand, profileArgument } from './command.ts';
import type { Parts } from './commandParts.ts';

type VerifyParts = Parts<'caller' | 'selection' | 'renewer' | 'tokens'>;

/** Checks with a read-only request whether the server accepts the token. */
export const verifyToken = defineCommand({
  id: 'kiwoom.verifyToken',
  argument: profileArgument,
  needs: 'active account',
  run: async (
    { profile: name },
    parts: VerifyParts,
  ): Promise<ProfileFacts & { readonly verdict: Verdict }> => {
    const { caller, selection } = parts;
    const profile = selection.namedOrActive(name);
    const verdict = await withProgress(
      t('Verifying the token of {0}…', noticeName(profile, t)),
      (signal) => caller.verify(profile, signal),
    );
    inBackground(report(profile, verdict, parts), { profile: profile.id });
    return { ...factsOf(profile), verdict };
  },
});

/** A refusal starts a renewal, so the message reports the state after it. */
async function report(
  profile: Profile,
  verdict: Verdict,
  { renewer, tokens }: VerifyParts,
): Promise<void> {
  const name = noticeName(profile, t);
  if (verdict === 'live') {
    void vscode.window.showInformationMessage(t('Kiwoom accepts the token of {0}.', name));
    return;
  }
  await renewer.settled(profile.id);
  if (tokens.current(profile) !== undefined) {
    void vscode.window.showInformationMessage(t('{0}: token was dead, a new one is issued.', name));
    return;
  }
  const issue = t('Issue Token');
  const chosen = await vscode.window.showWarningMessage(refusal(verdict, name), issue);
  const argument = { profile: profile.id };
  if (chosen === issue) await vscode.commands.executeCommand('kiwoom.issueToken', argument);
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

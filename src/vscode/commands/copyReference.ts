import * as vscode from 'vscode';
import { referenceTo } from '../../core/handover/injectedVariables.ts';
import type { Profile } from '../../core/model/profile.ts';
import { factsOf, type ProfileFacts } from '../accounts/profileSelection.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { inBackground } from '../shell/notifications.ts';
import { defineCommand, profileArgument } from './command.ts';
import type { Parts } from './commandParts.ts';

interface CopiedReference extends ProfileFacts {
  /** As copied, for example `{{$processEnv KIWOOM_TOKEN}}`. */
  readonly reference: string;
}

/** Copies the reference to a token for a `.http` file. It contains no secret. */
export const copyReference = defineCommand({
  id: 'kiwoom.copyReference',
  argument: profileArgument,
  needs: 'active account',
  run: async (
    { profile: name },
    { active, selection }: Parts<'active' | 'selection'>,
  ): Promise<CopiedReference> => {
    const profile = selection.namedOrActive(name);
    const { environment } = profile;
    const isActive = profile.id === active.current?.id;
    const reference = referenceTo(isActive ? 'active' : environment);
    const meant = isActive ? profile : active.lastUsedIn(environment);
    await vscode.env.clipboard.writeText(reference);
    if (meant === undefined || meant.id === profile.id) {
      void vscode.window.showInformationMessage(
        t('Copied a reference to the token of {0}.', noticeName(profile, t)),
      );
    } else inBackground(offerSwitch(profile, meant));
    return { ...factsOf(profile), reference };
  },
});

/** The reference names the environment, and there another account is in use. */
async function offerSwitch(wanted: Profile, meant: Profile): Promise<void> {
  const name = noticeName(wanted, t);
  const change = t('Switch to {0}', name);
  const chosen = await vscode.window.showInformationMessage(
    t(
      'The copied reference means {0} now. Switch to {1} for its token.',
      noticeName(meant, t),
      name,
    ),
    change,
  );
  if (chosen !== change) return;
  const switchTo: CommandId = 'kiwoom.switchTo';
  await vscode.commands.executeCommand(switchTo, { profile: wanted.id });
}

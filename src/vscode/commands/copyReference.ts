import * as vscode from 'vscode';
import { referenceTo } from '../../core/handover/injectedVariables.ts';
import { factsOf, type ProfileFacts } from '../accounts/profileSelection.ts';
import { profileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
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
    void vscode.window.showInformationMessage(
      meant === undefined || meant.id === profile.id
        ? t('Copied {0}. It is the token of {1}.', reference, profileName(profile, t))
        : t(
            'Copied {0}. It is the token of {1} until you switch to {2}.',
            reference,
            profileName(meant, t),
            profileName(profile, t),
          ),
    );
    return { ...factsOf(profile), reference };
  },
});

import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { referenceTo } from '../../core/handover/injectedVariables.ts';
import { factsOf, type ProfileSelection } from '../accounts/profileSelection.ts';
import { t } from '../shell/localize.ts';
import { profileName } from '../shell/formatting.ts';
import type { CommandHandlers } from './commandTypes.ts';

export interface CopyReferenceParts {
  readonly active: ActiveProfile;
  readonly selection: ProfileSelection;
}

/** Copies the reference to a token for a `.http` file. It contains no secret. */
export function copyReferenceCommands({
  active,
  selection,
}: CopyReferenceParts): Pick<CommandHandlers, 'kiwoom.copyReference'> {
  return {
    'kiwoom.copyReference': async ({ profile: name }) => {
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
  };
}

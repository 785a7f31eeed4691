import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Profile } from '../../core/model/profile.ts';
import { factsOf, type ProfileFacts } from '../accounts/profileSelection.ts';
import { announceRealInUse } from '../accounts/realInUse.ts';
import { t } from '../shell/localize.ts';
import { defineCommand, profileArgument, text } from './command.ts';
import type { Parts } from './commandParts.ts';
import { announceAdded } from './enteredKeys.ts';

type SwitchParts = Parts<'profiles' | 'active' | 'selection' | 'keyEntry'>;

export const switchProfile = defineCommand({
  id: 'kiwoom.switchProfile',
  argument: profileArgument,
  needs: 'accounts',
  run: async ({ profile: name }, parts: SwitchParts) => {
    const { active, selection, keyEntry } = parts;
    const chosen = name === undefined ? await pick(parts) : selection.named(name);
    return chosen === 'add'
      ? announceAdded(await keyEntry.add(t('Add App Key'), {}))
      : use(chosen, active);
  },
});

export const switchTo = defineCommand({
  id: 'kiwoom.switchTo',
  argument: z.strictObject({ profile: text }),
  needs: 'accounts',
  run: async ({ profile: name }, { active, selection }: Parts<'active' | 'selection'>) =>
    use(selection.named(name), active),
});

async function pick({ profiles, selection }: SwitchParts): Promise<Profile | 'add'> {
  if (profiles.all.length === 0) return 'add';
  return selection.pick<'add'>(t('Switch Account or Environment'), [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: `$(add) ${t('Add App Key')}`, value: 'add' },
  ]);
}

async function use(profile: Profile, active: ActiveProfile): Promise<ProfileFacts> {
  const before = active.current;
  await active.choose(profile);
  announceRealInUse(before, profile);
  return factsOf(profile);
}

import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { labelProblem } from '../../core/accounts/labels.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import { CancelledError } from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import { factsOf } from '../accounts/profileSelection.ts';
import { t } from '../shell/localize.ts';
import { describeError } from '../shell/messages.ts';
import { askText, back } from '../shell/prompts.ts';
import { defineCommand, text } from './command.ts';
import type { Parts } from './commandParts.ts';

export const renameProfile = defineCommand({
  id: 'kiwoom.renameProfile',
  argument: z.strictObject({
    profile: z.optional(text),
    /** The new name; the user is asked if not given. */
    label: z.optional(text),
  }),
  needs: 'accounts',
  run: async (
    { profile: name, label: given },
    { profiles, selection }: Parts<'profiles' | 'selection'>,
  ) => {
    const profile = await selection.namedOrPicked(name, t('Rename Account'));
    const label = given?.trim() ?? (await askForLabel(profiles, profile));
    const problem = labelProblem(profiles, profile, label);
    if (problem !== undefined) throw problem;
    return factsOf(await profiles.rename(profile, label));
  },
});

async function askForLabel(profiles: Profiles, profile: Profile): Promise<string> {
  const answer = await askText({
    title: t('Rename Account'),
    prompt: t('A name for this account, for example the account number'),
    value: profile.label,
    check: (typed) => labelObjection(profiles, profile, typed.trim()),
  });
  if (answer === back) throw new CancelledError();
  return answer.trim();
}

function labelObjection(
  profiles: Profiles,
  profile: Profile,
  label: string,
): vscode.InputBoxValidationMessage | undefined {
  const severity = vscode.InputBoxValidationSeverity.Error;
  if (label === '') return { message: t('Enter a name.'), severity };
  const problem = labelProblem(profiles, profile, label);
  return problem && { message: describeError(problem, t).message, severity };
}

import * as vscode from 'vscode';
import { factsOf, type ProfileFacts } from '../accounts/profileSelection.ts';
import { announceRealInUse } from '../accounts/realInUse.ts';
import type { EnteredKeys } from '../keys/keyEntry.ts';
import type { KeyDraft } from '../keys/keyQuestions.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { inBackground } from '../shell/notifications.ts';

/** Result of the commands that add or replace keys. */
export interface EnteredFacts extends ProfileFacts {
  /** Whether a token was issued to check the keys. */
  readonly verified: boolean;
}

export function enteredFacts({ profile, outcome }: EnteredKeys): EnteredFacts {
  return { ...factsOf(profile), verified: outcome !== undefined };
}

/** What an argument says of the keys. */
export type GivenKeys = { readonly [Name in keyof KeyDraft]: KeyDraft[Name] | undefined };

/** Drops undefined properties: a missing one means "ask the user". */
export function draftOf(given: GivenKeys): KeyDraft {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Final notification of all commands that add keys. A name derived automatically can be changed from it. */
export function announceAdded(entered: EnteredKeys): EnteredFacts {
  const { profile, outcome, before } = entered;
  const name = noticeName(profile, t);
  const rename = t('Rename');
  const offer = vscode.window
    .showInformationMessage(
      outcome === undefined
        ? t('Added {0}. Its keys are not checked yet.', name)
        : t('Added {0}. Its keys work.', name),
      rename,
    )
    .then((chosen) => (chosen === rename ? renameNow(profile.id) : undefined));
  inBackground(offer, { profile: profile.id });
  announceRealInUse(before, profile);
  return enteredFacts(entered);
}

function renameNow(profile: string): Thenable<unknown> {
  return vscode.commands.executeCommand('kiwoom.renameProfile' satisfies CommandId, { profile });
}

import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { announceRealInUse } from '../accounts/realInUse.ts';
import type { EnteredKeys } from '../keys/keyEntry.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { defineCommand, key, text } from './command.ts';
import type { Parts } from './commandParts.ts';
import { draftOf, enteredFacts } from './enteredKeys.ts';

export const replaceKeys = defineCommand({
  id: 'kiwoom.replaceKeys',
  argument: z.strictObject({
    profile: z.optional(text),
    appkey: z.optional(key),
    secretkey: z.optional(key),
    verify: z.optional(z.boolean()),
  }),
  needs: 'accounts',
  run: async (
    { profile: name, ...draft },
    { selection, keyEntry }: Parts<'selection' | 'keyEntry'>,
  ) => {
    const title = t('Replace App Key');
    const profile = await selection.namedOrPicked(name, title);
    const entered = await keyEntry.replace(title, profile, draftOf(draft));
    announceReplaced(entered);
    return enteredFacts(entered);
  },
});

function announceReplaced({ profile, outcome, before }: EnteredKeys): void {
  const name = noticeName(profile, t);
  void vscode.window.showInformationMessage(
    outcome === undefined
      ? t('Replaced the keys of {0}: not checked.', name)
      : t('Replaced the keys of {0}. They work.', name),
  );
  announceRealInUse(before, profile);
}

import * as z from 'zod/mini';
import { t } from '../shell/localize.ts';
import { defineCommand, environment, key, text } from './command.ts';
import type { Parts } from './commandParts.ts';
import { announceAdded, draftOf } from './enteredKeys.ts';

export const addProfile = defineCommand({
  id: 'kiwoom.addProfile',
  argument: z.strictObject({
    environment: z.optional(environment),
    label: z.optional(text),
    appkey: z.optional(key),
    secretkey: z.optional(key),
    /** Whether to issue a token to check the keys; the user is asked if not given. */
    verify: z.optional(z.boolean()),
  }),
  needs: 'accounts',
  run: async (argument, { keyEntry }: Parts<'keyEntry'>) =>
    announceAdded(await keyEntry.add(t('Add App Key'), draftOf(argument))),
});

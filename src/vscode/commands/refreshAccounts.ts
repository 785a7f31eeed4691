import { defineCommand, noArgument } from './command.ts';
import type { Parts } from './commandParts.ts';

/** Reads keys and tokens from storage again. */
export const refreshAccounts = defineCommand({
  id: 'kiwoom.refreshAccounts',
  argument: noArgument,
  needs: 'accounts',
  run: async (_argument, { refresh }: Parts<'refresh'>) => {
    await refresh();
    return {};
  },
});

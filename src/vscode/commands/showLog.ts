import { defineCommand, noArgument } from './command.ts';
import type { Parts } from './commandParts.ts';

export const showLog = defineCommand({
  id: 'kiwoom.showLog',
  argument: noArgument,
  needs: 'nothing',
  run: (_argument, parts: Parts<'showLog'>) => {
    parts.showLog();
    return Promise.resolve({});
  },
});

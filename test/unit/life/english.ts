import type { Localize } from '../../../src/vscode/shell/localize.ts';

/** What VS Code shows to somebody who reads English. */
export const english: Localize = (message, ...args) =>
  message.replace(/\{(\d)\}/g, (_match, index: string) => String(args[Number(index)]));

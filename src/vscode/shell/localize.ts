import { l10n } from 'vscode';

/** English text in, text of the user's language out; `{0}` stands for an argument. */
export type Localize = (message: string, ...args: (string | number)[]) => string;

/** Translations stand in media/l10n; a test finds a text that has none. */
export const t: Localize = (message, ...args) => l10n.t(message, ...args);

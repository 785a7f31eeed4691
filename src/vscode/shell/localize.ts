import { l10n } from 'vscode';

/** Translates an English text to the user's language; `{0}` is a placeholder. */
export type Localize = (message: string, ...args: (string | number)[]) => string;

/** Translations are in media/l10n; a test finds missing ones. */
export const t: Localize = (message, ...args) => l10n.t(message, ...args);

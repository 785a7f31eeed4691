import type { ErrorCode, ErrorDetails } from '../../../core/base/errors.ts';
import type { Localize } from '../localize.ts';

/** The suggested action; `notifications.ts` shows a button for each. */
export type ErrorAction =
  | 'retry'
  | 'replace-keys'
  | 'open-portal'
  | 'switch-profile'
  | 'issue'
  | 'add-profile'
  | 'open-settings'
  | 'manage-trust'
  | 'show-log';

export interface ErrorText {
  /** @param sentenceOf the sentence of another code, for an error that has a cause */
  readonly say: (
    t: Localize,
    details: ErrorDetails,
    sentenceOf: (code: ErrorCode) => string,
  ) => string;
  /** The log, if there is no better one. */
  readonly actions?: readonly ErrorAction[];
  /** What `open-settings` shows; the servers' addresses, if there is nothing nearer. */
  readonly setting?: `kiwoom.${string}`;
}

/** The texts of a group of errors. */
export type ErrorTexts = Partial<Readonly<Record<ErrorCode, ErrorText>>>;

export const tryAgain: readonly ErrorAction[] = ['retry', 'show-log'];
export const checkKeys: readonly ErrorAction[] = ['replace-keys', 'open-portal'];

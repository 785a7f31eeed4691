import type { ErrorCode, ErrorDetails, KiwoomError } from '../../core/base/errors.ts';
import type { Localize } from './localize.ts';
import { unlinked } from './markdown.ts';
import { accountErrors } from './messages/accountErrors.ts';
import { commandErrors } from './messages/commandErrors.ts';
import type { ErrorAction, ErrorText } from './messages/errorText.ts';
import { gatewayErrors } from './messages/gatewayErrors.ts';
import { networkErrors } from './messages/networkErrors.ts';
import { replyErrors } from './messages/replyErrors.ts';
import { serverErrors } from './messages/serverErrors.ts';
import { sharedTokensErrors } from './messages/sharedTokensErrors.ts';
import { tokenErrors } from './messages/tokenErrors.ts';

export interface ErrorDescription {
  /** Plain text: what happened and what to do next. */
  readonly message: string;
  readonly actions: readonly ErrorAction[];
  /** What `open-settings` shows. */
  readonly setting: string;
}

/** Every code; a missing one does not compile. */
const texts: Readonly<Record<ErrorCode, ErrorText>> = {
  ...serverErrors,
  ...replyErrors,
  ...networkErrors,
  ...accountErrors,
  ...tokenErrors,
  ...commandErrors,
  ...gatewayErrors,
  ...sharedTokensErrors,
  unexpected: {
    say: (t, { subject = '' }) =>
      t('Something unexpected went wrong ({0}). The log may say more.', unlinked(subject)),
  },
};

/** Localized message and next step of an error, with the server's own message. */
export function describeError(error: KiwoomError, t: Localize): ErrorDescription {
  const { actions = ['show-log'], setting = 'kiwoom.endpoints' }: ErrorText = texts[error.code];
  const { serverMessage, httpStatus } = error.details;
  const facts = [
    ...(serverMessage === undefined ? [] : [t('Kiwoom says: “{0}”', unlinked(serverMessage))]),
    ...(httpStatus === undefined || httpStatus === 200 ? [] : [`HTTP ${httpStatus}`]),
  ];
  const sentence = sentenceOf(error.code, error.details, t);
  return {
    message: facts.length === 0 ? sentence : `${sentence} (${facts.join(' · ')})`,
    actions,
    setting,
  };
}

/** Line to show with a response whose token Kiwoom refused. */
export function describeDeath(error: KiwoomError, t: Localize): string {
  const code = error.details.serverCode ?? error.details.httpStatus;
  return t(
    'Kiwoom no longer takes this token ({0}). Send again: the next request gets a new one.',
    String(code ?? error.code),
  );
}

function sentenceOf(code: ErrorCode, details: ErrorDetails, t: Localize): string {
  return texts[code].say(t, details, (other) => sentenceOf(other, {}, t));
}

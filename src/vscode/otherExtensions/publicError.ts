import type { KiwoomApiError } from '../../api/kiwoom-rest-auth.d.ts';
import type { KiwoomError } from '../../core/base/errors.ts';
import { t } from '../shell/localize.ts';
import { describeError } from '../shell/messages.ts';

/** Converts an error for another extension: a localized message and facts without internals. */
export function publicError(error: KiwoomError): KiwoomApiError {
  const { serverCode, serverMessage } = error.details;
  return Object.assign(new Error(describeError(error, t).message), {
    name: 'KiwoomApiError' as const,
    code: error.code,
    ...(serverCode === undefined ? {} : { serverCode }),
    ...(serverMessage === undefined ? {} : { serverMessage }),
  });
}

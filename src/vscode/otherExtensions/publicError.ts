import type { KiwoomApiError } from '../../api/kiwoom-rest-auth.d.ts';
import type { KiwoomError } from '../../core/base/errors.ts';
import { t } from '../shell/localize.ts';
import { describeError } from '../shell/messages.ts';

/** A failure as another extension gets it: the sentence for its user, and facts without inner workings. */
export function publicError(error: KiwoomError): KiwoomApiError {
  const { serverCode, serverMessage } = error.details;
  return Object.assign(new Error(describeError(error, t).message), {
    name: 'KiwoomApiError' as const,
    code: error.code,
    ...(serverCode === undefined ? {} : { serverCode }),
    ...(serverMessage === undefined ? {} : { serverMessage }),
  });
}

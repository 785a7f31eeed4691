import { CancelledError, KiwoomError, throwIfCancelled } from '../base/errors.ts';
import { liveServer } from '../model/liveServer.ts';
import type { Scheduler } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { AccessToken } from '../model/token.ts';
import type { ApiCaller } from './apiCaller.ts';
import type { SendingParts } from './sendWithToken.ts';

export interface AccountNumberParts {
  readonly caller: Pick<ApiCaller, 'call'>;
  readonly scheduler: Scheduler;
}

/** Time limit in milliseconds; a label is not worth a longer wait. */
const answersWithinMs = 5_000;

const accountNumberShape = /^\d{8,12}$/;

/**
 * Asks Kiwoom for the account number of a profile's key, which is not stored yet.
 *
 * @param token issued with that key
 * @returns `undefined` if Kiwoom does not tell it, or not in time
 * @throws CancelledError
 */
export async function accountNumber(
  { caller, scheduler }: AccountNumberParts,
  profile: Profile,
  token: AccessToken,
  signal: AbortSignal,
): Promise<string | undefined> {
  const late = new AbortController();
  const timer = scheduler.after(answersWithinMs, () => {
    late.abort();
  });
  try {
    const { body } = await caller.call(
      profile,
      liveServer.harmlessTr,
      {},
      { tokens: only(token), signal: AbortSignal.any([signal, late.signal]) },
    );
    const number = body['acctNo'];
    return typeof number === 'string' && accountNumberShape.test(number) ? number : undefined;
  } catch (thrown) {
    throwIfCancelled(signal);
    if (thrown instanceof KiwoomError || thrown instanceof CancelledError) return undefined;
    throw thrown;
  } finally {
    timer.dispose();
  }
}

/** A token that is nobody's yet: it can be neither replaced nor recorded as refused. */
function only(token: AccessToken): SendingParts['tokens'] {
  return {
    ensure: () => Promise.resolve(token),
    state: () => ({ kind: 'valid', token }),
    reject: (_profile, _token, reason) => {
      throw reason;
    },
  };
}

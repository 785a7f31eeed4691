import { CancelledError, type ErrorCode, type KiwoomError } from '../../core/base/errors.ts';
import { t } from '../shell/localize.ts';
import { describeError } from '../shell/messages.ts';
import { confirm } from '../shell/prompts.ts';
import { environmentName } from '../shell/formatting.ts';
import { type AppKeyOwner, askForKeys, type KeyDraft } from './keyQuestions.ts';

export interface Correction {
  readonly title: string;
  /** The keys that were refused. */
  readonly draft: KeyDraft;
  readonly error: KiwoomError;
  readonly taken: AppKeyOwner;
  /** Whether the keys may be stored for the other environment instead. */
  readonly movable: boolean;
  /** Whether swapping app key and secret key has not been tried yet. */
  readonly swappable: boolean;
}

export interface Corrected {
  readonly draft: KeyDraft;
  readonly swapped: boolean;
}

/**
 * Asks the user to correct refused keys; only the wrong part is asked for again.
 *
 * @throws CancelledError
 */
export async function correctKeys(correction: Correction): Promise<Corrected> {
  const { title, draft, error, taken } = correction;
  const { environment = 'mock' } = draft;
  const other = environment === 'real' ? 'mock' : 'real';
  const swap = t('Swap and Try Again');
  const correctAppkey = t('Correct App Key');
  const correctSecretkey = t('Correct Secret Key');
  const move = t('Use as {0} Key', environmentName(other, t));
  const again = t('Try Again');
  const keep = t('Save Anyway');
  const offers: Readonly<Record<Trouble, readonly (string | false)[]>> = {
    environment: [correction.movable && move, correctAppkey, again, keep],
    pair: [correction.swappable && swap, correctAppkey, correctSecretkey, keep],
    keys: [correctAppkey, correctSecretkey, again, keep],
    other: [again, keep],
  };
  const trouble = troubles[error.code] ?? 'other';
  const chosen = await confirm(
    trouble === 'other' ? t('The keys could not be checked') : t('Kiwoom rejected these keys'),
    describeError(error, t).message,
    ...offers[trouble].filter((offer) => offer !== false),
  );
  const corrected = (changed: KeyDraft): Corrected => ({ draft: changed, swapped: false });
  switch (chosen) {
    case swap:
      return { draft: swapKeys(draft), swapped: true };
    case correctAppkey:
      return corrected(await askForKeys(title, ['appkey'], draft, taken));
    case correctSecretkey:
      return corrected(await askForKeys(title, ['secretkey'], draft, taken));
    case move:
      return corrected({ ...draft, environment: other });
    case again:
      return corrected(draft);
    case keep:
      return corrected({ ...draft, verify: false });
    default:
      throw new CancelledError();
  }
}

export function swapKeys({ appkey = '', secretkey = '', ...rest }: KeyDraft): KeyDraft {
  return { ...rest, appkey: secretkey, secretkey: appkey };
}

/** The part of the entry that was refused. */
type Trouble = 'environment' | 'pair' | 'keys' | 'other';

const troubles: Readonly<Partial<Record<ErrorCode, Trouble>>> = {
  'key-of-other-environment': 'environment',
  'wrong-keys': 'pair',
  'keys-missing': 'keys',
  'http-bad-request': 'keys',
  'http-unauthorized': 'keys',
  'unknown-server-code': 'keys',
};

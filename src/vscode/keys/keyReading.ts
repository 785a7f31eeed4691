import * as vscode from 'vscode';
import { type KeyKind, readPasted } from '../../core/accounts/pastedKeys.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import { cleanKey, keyOddity } from '../../core/model/profile.ts';
import { t } from '../shell/localize.ts';

/** The two keys, as far as they are known. */
export type GivenKeys = Readonly<Partial<Record<KeyKind, string>>>;

export interface KeyReading {
  /** What Enter would take over. */
  readonly keys: GivenKeys;
  /** What the user should know before that; an error cannot be taken. */
  readonly message?: vscode.InputBoxValidationMessage;
}

const { Error: error, Warning: warning, Info: info } = vscode.InputBoxValidationSeverity;

/**
 * Reads what stands in the box for one of the keys. The message stands in the place of the question,
 * so it says which key is asked for.
 *
 * @param known the keys so far; with both there, one of them is being corrected
 */
export function readKey(kind: KeyKind, text: string, known: GivenKeys): KeyReading {
  const pasted = readPasted(text, kind);
  switch (pasted.kind) {
    case 'pair': {
      const { appkey, secretkey } = pasted;
      if (appkey === secretkey) {
        const same = t('The app key and the secret key in this text are the same.');
        return { keys: {}, message: { message: same, severity: error } };
      }
      const message = t('These are an app key and a secret key. Press Enter to use both.');
      return { keys: { appkey, secretkey }, message: { message, severity: info } };
    }
    case 'other-key':
      return { keys: {}, message: { message: otherKey(kind), severity: error } };
    case 'token':
      return {
        keys: { [kind]: cleanKey(text) },
        message: { message: token(kind, pasted.sure), severity: pasted.sure ? error : warning },
      };
    case 'key':
      return readSingle(kind, pasted.key, known);
  }
}

function readSingle(kind: KeyKind, key: string, known: GivenKeys): KeyReading {
  const other = kind === 'appkey' ? known.secretkey : known.appkey;
  if (key === '') {
    return { keys: {}, message: { message: t('The key is empty.'), severity: error } };
  }
  if (key !== other) {
    const message = oddity(kind, key);
    const keys = { [kind]: key };
    return message === undefined ? { keys } : { keys, message: { message, severity: warning } };
  }
  const mistaken = known[kind];
  if (mistaken === undefined) return { keys: {}, message: bothTheSame(kind) };
  // What is corrected here is the other half of a swap.
  const keys =
    kind === 'appkey' ? { appkey: key, secretkey: mistaken } : { appkey: mistaken, secretkey: key };
  const message = t('You entered this as the other key. Press Enter to swap the two.');
  return { keys, message: { message, severity: info } };
}

function bothTheSame(kind: KeyKind): vscode.InputBoxValidationMessage {
  const message =
    kind === 'appkey'
      ? t('This is the secret key. Paste the app key here.')
      : t('This is the app key once more. Paste the secret key here.');
  return { message, severity: error };
}

function otherKey(kind: KeyKind): string {
  return kind === 'appkey'
    ? t('This is the secret key. Paste the app key here.')
    : t('This is the app key. Paste the secret key here.');
}

function token(kind: KeyKind, sure: boolean): string {
  if (sure) {
    return kind === 'appkey'
      ? t('This is an access token. Paste the app key here.')
      : t('This is an access token. Paste the secret key here.');
  }
  return t('This looks like an access token. Press Enter to use it as a key anyway.');
}

/** Only an empty key is refused; an unusual one is worth a second look. */
function oddity(kind: KeyKind, key: string): string | undefined {
  switch (keyOddity(key)) {
    case 'length':
      return kind === 'appkey'
        ? t(
            'An app key usually has {0} characters, this one has {1}. Press Enter to use it anyway.',
            liveServer.usualKeyLength,
            key.length,
          )
        : t(
            'A secret key usually has {0} characters, this one has {1}. Press Enter to use it anyway.',
            liveServer.usualKeyLength,
            key.length,
          );
    case 'characters':
      return t('The key has unusual characters. Press Enter to use it anyway.');
    case undefined:
      return undefined;
  }
}

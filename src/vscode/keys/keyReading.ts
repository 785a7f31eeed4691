import * as vscode from 'vscode';
import { type KeyFault, keyShape } from '../../core/accounts/keyShape.ts';
import type { KeyHalf } from '../../core/accounts/keyNames.ts';
import { readPasted } from '../../core/accounts/pastedKeys.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import { cleanKey, type KeyOddity } from '../../core/model/profile.ts';
import { t } from '../shell/localize.ts';

/** The keys known so far. */
export type GivenKeys = Readonly<Partial<Record<KeyHalf, string>>>;

export interface KeyReading {
  /** The keys that Enter accepts. */
  readonly keys: GivenKeys;
  /** Validation message; Enter does not accept keys with an error. */
  readonly message?: vscode.InputBoxValidationMessage;
}

const { Error: error, Warning: warning, Info: info } = vscode.InputBoxValidationSeverity;

/**
 * Parses the text of an input box for one of the keys. VS Code shows the message in place of the prompt, so it
 * names the wanted key.
 *
 * @param known the keys so far; if both are known, one of them is being corrected
 */
export function readKey(kind: KeyHalf, text: string, known: GivenKeys): KeyReading {
  const pasted = readPasted(text, kind);
  switch (pasted.kind) {
    case 'pair': {
      const { appkey, secretkey } = pasted;
      if (appkey === secretkey) {
        return refused(t('The app key and the secret key in this text are the same.'));
      }
      const message = t('These are an app key and a secret key. Press Enter to use both.');
      return { keys: { appkey, secretkey }, message: { message, severity: info } };
    }
    case 'other-key':
      return refused(otherKey(kind));
    case 'token':
      return {
        keys: { [kind]: cleanKey(text) },
        message: { message: token(kind, pasted.sure), severity: pasted.sure ? error : warning },
      };
    case 'key':
      return readSingle(kind, pasted.key, known);
  }
}

function readSingle(kind: KeyHalf, key: string, known: GivenKeys): KeyReading {
  const other = kind === 'appkey' ? known.secretkey : known.appkey;
  const shape = keyShape(key);
  if (shape.fault !== undefined) {
    return refused(faultText(shape.fault));
  }
  if (key !== other) {
    const keys = { [kind]: key };
    if (shape.oddity === undefined) return { keys };
    const message = oddityText(kind, shape.oddity, key.length);
    return { keys, message: { message, severity: warning } };
  }
  const mistaken = known[kind];
  if (mistaken === undefined) return refused(bothTheSame(kind));
  // The corrected key is the other one of a swapped pair.
  const keys =
    kind === 'appkey' ? { appkey: key, secretkey: mistaken } : { appkey: mistaken, secretkey: key };
  const message = t('You entered this as the other key. Press Enter to swap the two.');
  return { keys, message: { message, severity: info } };
}

/** What is typed cannot be taken. */
function refused(message: string): KeyReading {
  return { keys: {}, message: { message, severity: error } };
}

function bothTheSame(kind: KeyHalf): string {
  return kind === 'appkey'
    ? otherKey(kind)
    : t('This is the app key once more. Paste the secret key here.');
}

function otherKey(kind: KeyHalf): string {
  return kind === 'appkey'
    ? t('This is the secret key. Paste the app key here.')
    : t('This is the app key. Paste the secret key here.');
}

function token(kind: KeyHalf, sure: boolean): string {
  if (sure) {
    return kind === 'appkey'
      ? t('This is an access token. Paste the app key here.')
      : t('This is an access token. Paste the secret key here.');
  }
  return t('This looks like an access token. Press Enter to use it as a key anyway.');
}

/** Text that cannot be a key is refused, because it may be another program's secret. */
function faultText(fault: KeyFault): string {
  switch (fault) {
    case 'empty':
      return t('The key is empty.');
    case 'placeholder':
      return t('This is a placeholder. Paste the key as the portal shows it.');
    case 'too-long':
      return t('This is too long for a key of Kiwoom’s.');
    case 'characters':
      return t('This has characters that no key has.');
    case 'other-program':
      return t('This is a key of Django or Laravel.');
  }
}

/** An unusual key is a warning only. */
function oddityText(kind: KeyHalf, oddity: KeyOddity, length: number): string {
  if (oddity === 'characters') {
    return t('The key has unusual characters. Press Enter to use it anyway.');
  }
  const { usualKeyLength } = liveServer;
  return kind === 'appkey'
    ? t(
        'An app key usually has {0} characters, this one has {1}. Press Enter to use it anyway.',
        usualKeyLength,
        length,
      )
    : t(
        'A secret key usually has {0} characters, this one has {1}. Press Enter to use it anyway.',
        usualKeyLength,
        length,
      );
}

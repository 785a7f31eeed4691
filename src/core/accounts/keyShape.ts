import { cleanKey, type KeyOddity, keyOddity } from '../model/profile.ts';

/** Why a value cannot be a key of Kiwoom's and is never sent there. */
export type KeyFault =
  | 'empty'
  /** A template text: `your_app_key`, `<APP_KEY>`, `${APP_KEY}`. */
  | 'placeholder'
  /** Another broker's secret of the same name has 180 characters. */
  | 'too-long'
  /** Blanks, quotes, control characters or letters beyond ASCII. */
  | 'characters'
  /** Django's secret key, Laravel's app key. */
  | 'other-program';

export interface KeyShape {
  /** The key without what copying adds around it. */
  readonly key: string;
  readonly fault?: KeyFault;
  /** A difference from the keys that Kiwoom has issued so far; only if there is no fault. */
  readonly oddity?: KeyOddity;
}

const longestKey = 128;

const otherProgram = /^(?:django-insecure-|base64:)/i;

/** Words that no random key of the usual length and alphabet contains by chance. */
const surePlaceholder =
  /app_?key|app_?secret|secret_?key|your[_-]|placeholder|change_?me|example|x{8,}/i;

const placeholder =
  /^[<[({%$]|[<[({%$]$|\$\{|\.{3}|\*{3}|your|insert|replace|enter[_-]|changeme|here$|dummy|sample|todo|x{3,}|^-+$|발급|입력|여기|앱키|시크릿|비밀/i;

/** The only validation of a key before it is sent, whether typed or imported. */
export function keyShape(text: string): KeyShape {
  const key = cleanKey(text);
  const fault = faultOf(key);
  if (fault !== undefined) return { key, fault };
  const oddity = keyOddity(key);
  return oddity === undefined ? { key } : { key, oddity };
}

/** Whether it is like the keys that Kiwoom has issued so far. */
export function isUsual({ fault, oddity }: KeyShape): boolean {
  return fault === undefined && oddity === undefined;
}

function faultOf(key: string): KeyFault | undefined {
  if (key === '') return 'empty';
  if (key.length > longestKey) return 'too-long';
  if (otherProgram.test(key)) return 'other-program';
  if (isPlaceholder(key)) return 'placeholder';
  return /[^\x21-\x7E]|["'`]/.test(key) ? 'characters' : undefined;
}

function isPlaceholder(key: string): boolean {
  if (surePlaceholder.test(key)) return true;
  if (keyOddity(key) === undefined) return isOneCharacter(key);
  return placeholder.test(key) || isOneCharacter(key);
}

function isOneCharacter(key: string): boolean {
  return key.length > 2 && new Set(key).size === 1;
}

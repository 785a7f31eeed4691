import type { Environment } from '../model/environment.ts';
import type { AppKeys, KeyOddity } from '../model/profile.ts';
import { plainLine } from '../base/plainText.ts';
import { Secret } from '../base/secret.ts';
import { type KeyContext, keyContext, type NamedValue } from './keyContext.ts';
import {
  environmentOfWord,
  isKiwoom,
  isOtherService,
  isPlain,
  type KeyHalf,
  wordsOf,
} from './keyNames.ts';
import { familiesAmong, type Family, type Half, namesOf } from './keyFamilies.ts';
import { type KeyFault, keyShape } from './keyShape.ts';

export type { NamedValue } from './keyContext.ts';
export { keyNameOf } from './keyNames.ts';

/** Named values of a file, of the clipboard, or of a process. */
export interface KeySource {
  /** Without its folder; it may say the environment and the account. */
  readonly fileName?: string;
  readonly values: readonly NamedValue[];
}

/** A pair that may be Kiwoom's. */
export interface FoundPair {
  readonly keys: AppKeys;
  /** Of the app key and the secret key, as they stand in the source. */
  readonly names: readonly [string, string];
  /** Where the source says it. */
  readonly environment?: Environment;
  /** The account number, or what else the names tell this pair by. */
  readonly label?: string;
  /** In what the keys are unlike those that Kiwoom hands out: a reason to ask before they are sent. */
  readonly oddities: readonly { readonly half: KeyHalf; readonly oddity: KeyOddity }[];
}

/** Why something that is called like a key was not taken. */
export type NotTakenReason =
  | KeyFault
  /** The other half is not there. */
  | 'half'
  /** The names say another broker or service. */
  | 'other-broker'
  /** Beside keys that are called Kiwoom's, others are something else's. */
  | 'beside-kiwoom'
  /** Not called Kiwoom's, nor of their shape. */
  | 'unlike'
  | 'same-value'
  /** For the one that is not wanted. */
  | 'other-environment';

export interface NotTaken {
  /** Names of the variables; never their values. */
  readonly names: readonly string[];
  readonly reason: NotTakenReason;
}

export interface KeyFindings {
  /** In the order of the source. */
  readonly pairs: readonly FoundPair[];
  readonly notTaken: readonly NotTaken[];
}

/**
 * The pairs among named values. Two halves belong together only if their names differ in nothing but
 * key and secret, so that no half of another service's pair is ever joined with one of Kiwoom's.
 */
export function findKeyPairs({ fileName = '', values }: KeySource): KeyFindings {
  const families = familiesAmong(values);
  if (families.length === 0) return { pairs: [], notTaken: [] };
  const saysKiwoom = families.some(({ words }) => words.some(isKiwoom));
  const notTaken: NotTaken[] = [];
  const taken: Taken[] = [];
  for (const family of families) {
    const reason = reasonAgainst(family, saysKiwoom);
    if (reason === undefined) taken.push(...withKeys(family));
    else if (isWorthNaming(family, reason)) notTaken.push({ names: namesOf(family), reason });
  }
  return { pairs: unique(described(taken, keyContext(values), fileName)), notTaken };
}

function reasonAgainst(family: Family, saysKiwoom: boolean): NotTakenReason | undefined {
  const { words, stem, appkey, secretkey } = family;
  const ownName = words.some(isKiwoom);
  if (!ownName && words.some(isOtherService)) return 'other-broker';
  if (saysKiwoom && !ownName) return 'beside-kiwoom';
  if (appkey === undefined || secretkey === undefined) return 'half';
  const [app, secret] = [keyShape(appkey.value), keyShape(secretkey.value)];
  const fault = app.fault ?? secret.fault;
  if (fault !== undefined) return fault;
  if (app.key === secret.key) return 'same-value';
  const usual = app.oddity === undefined && secret.oddity === undefined;
  // `API_KEY` and `SECRET` are everybody's names, and so are those with words that nobody knows.
  const telling = ownName || (stem === 'APP' && words.every(isKnown));
  return usual || telling ? undefined : 'unlike';
}

function isKnown(word: string): boolean {
  return (
    isKiwoom(word) ||
    isPlain(word) ||
    environmentOfWord(word) !== undefined ||
    /^(?:[a-z]|\d+)$/i.test(word)
  );
}

/** A file may be full of keys of other kinds; only what looks like a pair for trading is told. */
function isWorthNaming(
  { words, stem, appkey, secretkey }: Family,
  reason: NotTakenReason,
): boolean {
  if (appkey !== undefined && secretkey !== undefined) return true;
  if (reason === 'other-broker') return stem === 'APP';
  return (
    words.every(isKnown) && (stem === 'APP' || secretkey !== undefined || words.some(isKiwoom))
  );
}

interface Taken {
  readonly family: Family;
  readonly sections: readonly string[];
  readonly names: readonly [string, string];
  readonly keys: AppKeys;
  readonly oddities: FoundPair['oddities'];
}

function withKeys(family: Family): Taken[] {
  const { appkey, secretkey } = family;
  if (appkey === undefined || secretkey === undefined) return [];
  const oddities: FoundPair['oddities'][number][] = [];
  const secret = (half: KeyHalf, { value }: Half): Secret => {
    const { key, oddity } = keyShape(value);
    if (oddity !== undefined) oddities.push({ half, oddity });
    return new Secret(key);
  };
  return [
    {
      family,
      sections: appkey.sections,
      names: [appkey.name, secretkey.name],
      keys: { appkey: secret('appkey', appkey), secretkey: secret('secretkey', secretkey) },
      oddities,
    },
  ];
}

/** With environment and label. */
function described(
  taken: readonly Taken[],
  context: KeyContext,
  fileName: string,
): readonly FoundPair[] {
  const fileWords = wordsOf(fileName);
  const ofFile = onlyOne(fileWords.map(environmentOfFileWord));
  const ownWords = taken.map(({ family }) => environmentOf(family));
  const environments = taken.map(({ family, sections }, index) => {
    const own = ownWords[index];
    if (own !== undefined) return own === 'both' ? undefined : own;
    // The pair without a word, beside the same one for mock trading, is the real one, whatever a
    // switch says.
    const besideMock = taken.some(
      (other, at) => ownWords[at] === 'mock' && isSibling(other.family, family),
    );
    return besideMock ? 'real' : (ofFile ?? context.environmentFor(sections));
  });
  const accounts = taken.map(({ family, sections }, index) =>
    context.accountFor(sections, family.words, environments[index]),
  );
  return taken.map(({ family, names, keys, oddities }, index) => {
    const environment = environments[index];
    const account = accounts[index];
    const isOwnAccount = accounts.filter((each) => each === account).length === 1;
    const label =
      (isOwnAccount ? account : undefined) ??
      distinctWords(family) ??
      (taken.length === 1 ? accountInFileName(fileName) : undefined);
    return {
      keys,
      names,
      oddities,
      ...(environment !== undefined && { environment }),
      ...(label !== undefined && { label }),
    };
  });
}

/** What the nearest level says; `'both'` where it says both. */
function environmentOf({ levels }: Family): Environment | 'both' | undefined {
  for (const words of levels) {
    const said = new Set(words.flatMap((word) => environmentOfWord(word) ?? []));
    if (said.size > 1) return 'both';
    const [only] = said;
    if (only !== undefined) return only;
  }
  return undefined;
}

/** `.env.production` is about the program, not about the account. */
function environmentOfFileWord(word: string): Environment | undefined {
  return /^prod/i.test(word) ? undefined : environmentOfWord(word);
}

function onlyOne(said: readonly (Environment | undefined)[]): Environment | undefined {
  const different = new Set(said.filter((each) => each !== undefined));
  return different.size === 1 ? [...different][0] : undefined;
}

/** Whether two names differ in the environment only. */
function isSibling(one: Family, other: Family): boolean {
  const rest = ({ words }: Family): string =>
    words
      .filter((word) => environmentOfWord(word) === undefined)
      .map((word) => word.toUpperCase())
      .sort()
      .join(' ');
  return rest(one) === rest(other);
}

const longestLabel = 40;

/** What else the name says, or the section around it; not where a list has it. */
function distinctWords({ levels }: Family): string | undefined {
  const [label] = levels
    .slice(0, 2)
    .map((words) => words.filter(isDistinct).join(' '))
    .filter((each, level) => each !== '' && !(level > 0 && /^\d+$/.test(each)));
  return label === undefined || label.length > longestLabel ? undefined : plainLine(label);
}

function isDistinct(word: string): boolean {
  return !isKiwoom(word) && !isPlain(word) && environmentOfWord(word) === undefined;
}

/** Eight digits, or ten, that are no date. */
export function accountInFileName(fileName: string): string | undefined {
  const numbers = fileName.match(/(?<!\d)\d{8}(?:-?\d{2})?(?!\d)/g) ?? [];
  return numbers.find((number) => !/^(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d/.test(number));
}

function unique(pairs: readonly FoundPair[]): FoundPair[] {
  return pairs.filter(
    (pair, index) =>
      !pairs
        .slice(0, index)
        .some(
          (earlier) =>
            earlier.keys.appkey.equals(pair.keys.appkey) &&
            earlier.keys.secretkey.equals(pair.keys.secretkey) &&
            earlier.environment === pair.environment,
        ),
  );
}

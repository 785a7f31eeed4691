import type { Environment } from '../model/environment.ts';
import type { AppKeys, KeyOddity } from '../model/profile.ts';
import { plainLine } from '../base/plainText.ts';
import { Secret } from '../base/secret.ts';
import { type KeyContext, keyContext, type NamedValue } from './keyContext.ts';
import {
  accountIn,
  environmentOfWord,
  isKiwoom,
  isOtherService,
  isPlain,
  type KeyHalf,
  keyHalves,
  onlyOne,
  wordsOf,
} from './keyNames.ts';
import { familiesAmong, type Family, namesOf } from './keyFamilies.ts';
import { isUsual, type KeyFault } from './keyShape.ts';

/** Named values from a file, the clipboard or process variables. */
export interface KeySource {
  /** Base name of the file; it may contain the environment and the account. */
  readonly fileName?: string;
  readonly values: readonly NamedValue[];
}

/** A pair of keys that may be Kiwoom's. */
export interface FoundPair {
  readonly keys: AppKeys;
  /** Names of the app key and the secret key, as they are spelled in the source. */
  readonly names: readonly [string, string];
  /** The environment, if the source states it. */
  readonly environment?: Environment;
  /** The account number, or else the words of the names that distinguish this pair. */
  readonly label?: string;
  /** Differences from the keys that Kiwoom issues: a reason to ask before the keys are sent. */
  readonly oddities: readonly { readonly half: KeyHalf; readonly oddity: KeyOddity }[];
}

/** Why a value with a key's name was not imported. */
export type NotTakenReason =
  | KeyFault
  /** The other key of the pair is missing. */
  | 'half'
  /** The names contain another broker or service. */
  | 'other-broker'
  /** The source has keys named after Kiwoom, so keys without that name are for something else. */
  | 'beside-kiwoom'
  /** Neither the names nor the shape are those of Kiwoom's keys. */
  | 'unlike'
  | 'same-value'
  /** The pair is for the environment that was not asked for. */
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
 * Finds the pairs among named values. Two keys are a pair only if their names differ in nothing but
 * "key" and "secret", so that a key of another service is never combined with one of Kiwoom's.
 */
export function findKeyPairs({ fileName = '', values }: KeySource): KeyFindings {
  const families = familiesAmong(values);
  if (families.length === 0) return { pairs: [], notTaken: [] };
  const saysKiwoom = families.some(({ words }) => words.some(isKiwoom));
  const notTaken: NotTaken[] = [];
  const taken: Taken[] = [];
  const context = keyContext(values);
  for (const family of families) {
    const judged = judge(family, saysKiwoom, context);
    if (typeof judged !== 'string') taken.push(judged);
    else if (isWorthNaming(family, judged)) {
      notTaken.push({ names: namesOf(family), reason: judged });
    }
  }
  return { pairs: unique(described(taken, context, fileName)), notTaken };
}

/** The pair, or why it is not taken. */
function judge(family: Family, saysKiwoom: boolean, context: KeyContext): Taken | NotTakenReason {
  const { words, stem, appkey, secretkey } = family;
  const ownName = words.some(isKiwoom);
  const { sections = [] } = appkey ?? secretkey ?? {};
  if (!ownName && (words.some(isOtherService) || context.isOthers(sections))) return 'other-broker';
  if (saysKiwoom && !ownName && !isOtherEnvironment(family)) return 'beside-kiwoom';
  if (appkey === undefined || secretkey === undefined) return 'half';
  const [app, secret] = [appkey.shape, secretkey.shape];
  const fault = app.fault ?? secret.fault;
  if (fault !== undefined) return fault;
  if (app.key === secret.key) return 'same-value';
  const oddities = keyHalves.flatMap((half) => {
    const { oddity } = half === 'appkey' ? app : secret;
    return oddity === undefined ? [] : [{ half, oddity }];
  });
  // `API_KEY` and `SECRET` are names that any service uses, and so are names with unknown words.
  const telling = ownName || (stem === 'APP' && words.every(isKnown));
  if (oddities.length > 0 && !telling) return 'unlike';
  return {
    family,
    sections: appkey.sections,
    names: [appkey.name, secretkey.name],
    keys: { appkey: new Secret(app.key), secretkey: new Secret(secret.key) },
    oddities,
  };
}

/** In a list that says Kiwoom once and then only `모의투자`, `실전투자`; another broker's keys have another shape. */
function isOtherEnvironment({ words, appkey, secretkey }: Family): boolean {
  return (
    words.every(isKnown) &&
    words.some((word) => environmentOfWord(word) !== undefined) &&
    [appkey, secretkey].every((half) => half !== undefined && isUsual(half.shape))
  );
}

function isKnown(word: string): boolean {
  return (
    isKiwoom(word) ||
    isPlain(word) ||
    environmentOfWord(word) !== undefined ||
    /^(?:[a-z]|\d+)$/i.test(word)
  );
}

/**
 * Whether a rejected key is reported: only if it looks like trading keys, as a file may be full of
 * other keys.
 */
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

/** Adds environment and label. */
function described(
  taken: readonly Taken[],
  context: KeyContext,
  fileName: string,
): readonly FoundPair[] {
  const fileWords = wordsOf(fileName);
  const ofFile = onlyOne(fileWords.map(environmentOfFileWord));
  const ownWords = taken.map(({ family }) => environmentOf(family));
  const mockNames = new Set(
    taken
      .filter((_, index) => ownWords[index] === 'mock')
      .map(({ family }) => nameWithoutEnvironment(family)),
  );
  const environments = taken.map(({ family, sections }, index) => {
    const own = ownWords[index];
    if (own !== undefined) return own === 'both' ? undefined : own;
    // The unnamed pair beside the same pair for mock trading is the real one, whatever a switch says.
    const besideMock = mockNames.has(nameWithoutEnvironment(family));
    return besideMock ? 'real' : (ofFile ?? context.environmentFor(sections));
  });
  const accounts = taken.map(({ family, sections }, index) =>
    context.accountFor(sections, family.words, environments[index]),
  );
  return taken.map(({ family, sections, names, keys, oddities }, index) => {
    const environment = environments[index];
    const account = accounts[index];
    const isOwnAccount = accounts.filter((each) => each === account).length === 1;
    const label =
      (isOwnAccount ? account : undefined) ??
      accountIn(sections.at(-1) ?? '') ??
      distinctWords(family) ??
      (taken.length === 1 ? accountIn(fileName) : undefined);
    return {
      keys,
      names,
      oddities,
      ...(environment !== undefined && { environment }),
      ...(label !== undefined && { label }),
    };
  });
}

/** The environment named at the nearest level; `'both'` if that level names both, or `not mock`. */
function environmentOf({ levels }: Family): Environment | 'both' | undefined {
  for (const words of levels) {
    const said = new Set(words.flatMap((word) => environmentOfWord(word) ?? []));
    if (said.size > 1) return 'both';
    if (said.size > 0 && words.some((word) => /^(?:not|non)$/i.test(word))) return 'both';
    const [only] = said;
    if (only !== undefined) return only;
  }
  return undefined;
}

/** Only trading words count: `.env.production` describes the program, not the account. */
function environmentOfFileWord(word: string): Environment | undefined {
  return /^prod/i.test(word) ? undefined : environmentOfWord(word);
}

function nameWithoutEnvironment({ words }: Family): string {
  return words
    .filter((word) => environmentOfWord(word) === undefined)
    .map((word) => word.toUpperCase())
    .sort()
    .join(' ');
}

const longestLabel = 40;

/** The remaining words of the name, or of its section; not for list items. */
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

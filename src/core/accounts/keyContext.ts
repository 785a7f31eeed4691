import { type Environment, isEnvironment } from '../model/environment.ts';
import {
  environmentOfWord,
  isKiwoom,
  isOtherService,
  isPlain,
  mayName,
  onlyOne,
  wordsOf,
} from './keyNames.ts';

/** A value with its name and the sections that contain it, outermost first. */
export interface NamedValue {
  readonly sections: readonly string[];
  readonly name: string;
  readonly value: string;
}

/** The environment and account that the other values in the source state for a pair of keys. */
export interface KeyContext {
  /** The environment set by the nearest switch in these sections or their parents. */
  environmentFor(sections: readonly string[]): Environment | undefined;
  /** Whether the nearest value that names a broker or an address names another than Kiwoom. */
  isOthers(sections: readonly string[]): boolean;
  /** The account number for a key family whose name has these words. */
  accountFor(
    sections: readonly string[],
    words: readonly string[],
    environment: Environment | undefined,
  ): string | undefined;
}

export function keyContext(values: readonly NamedValue[]): KeyContext {
  const switches: Switch[] = [];
  const accounts: Account[] = [];
  const owners: Owner[] = [];
  for (const value of values) {
    if (value.value.length > longestValue || value.name.length > longestValue) continue;
    const owner = ownerOf(value);
    if (owner !== undefined) owners.push(owner);
    const found = switchOf(value);
    if (found !== undefined) switches.push(found);
    else if (accountName.test(value.name)) accounts.push(...accountOf(value));
  }
  return {
    environmentFor: (sections) => decide(nearest(switches, sections)),
    isOthers: (sections) => {
      const near = nearest(owners, sections);
      return near.length > 0 && near.every(({ isKiwooms }) => !isKiwooms);
    },
    accountFor: (sections, words, environment) =>
      bestAccount(accounts, sections, words, environment),
  };
}

/** Those in the innermost of these sections that has any. */
function nearest<T extends { readonly sections: readonly string[] }>(
  all: readonly T[],
  sections: readonly string[],
): readonly T[] {
  for (let depth = sections.length; depth >= 0; depth -= 1) {
    const near = all.filter(
      (each) => each.sections.length === depth && isAround(each.sections, sections),
    );
    if (near.length > 0) return near;
  }
  return [];
}

/** Length limit in characters; switches and account numbers are shorter. */
const longestValue = 200;

/**
 * Precedence of a switch, highest first: named after Kiwoom, a Kiwoom address, about trading, about the
 * program.
 */
const ranks = ['kiwoom', 'address', 'trading', 'program'] as const;

interface Switch {
  readonly sections: readonly string[];
  readonly rank: (typeof ranks)[number];
  readonly environment: Environment;
}

/** Contradicting switches of the same rank yield `undefined`. */
function decide(switches: readonly Switch[]): Environment | undefined {
  for (const rank of ranks) {
    const ofRank = switches.filter((each) => each.rank === rank);
    if (ofRank.length > 0) return onlyOne(ofRank.map(({ environment }) => environment));
  }
  return undefined;
}

const switchName =
  /mode|env|type|trad|invest|mock|demo|paper|virtual|simul|sandbox|real|live|prod|url|host|domain|server|base|endpoint|투자|모의|실전|구분/i;
const booleans = new Map([
  ...['true', '1', 'yes', 'on', 'y', 't'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off', 'n', 'f'].map((word) => [word, false] as const),
]);

function switchOf({ sections, name, value }: NamedValue): Switch | undefined {
  const environment = environmentOfAddress(value);
  if (environment !== undefined) return { sections, rank: 'address', environment };
  if (sections.length > 0 && entryName.test(name)) {
    const word = value.trim().toLowerCase();
    // A program that is called `production` says nothing of its account.
    const said = /^(?:prod|dev)/.test(word) ? undefined : environmentSaid(word);
    return said && { sections, rank: 'trading', environment: said };
  }
  if (!switchName.test(name)) return undefined;
  const words = wordsOf(name).map((word) => word.toUpperCase());
  const aboutKiwoom = words.some(isKiwoom) || sections.some((each) => wordsOf(each).some(isKiwoom));
  const rest = words.filter((word) => !isKiwoom(word) && !fillers.has(word));
  const said = value.trim().toLowerCase();
  const [first = ''] = rest;
  if (rest.length === 1) {
    const named = environmentOfWord(first);
    const truth = booleans.get(said);
    if (named !== undefined && truth !== undefined) {
      const other = named === 'real' ? 'mock' : 'real';
      return {
        sections,
        rank: aboutKiwoom ? 'kiwoom' : 'trading',
        environment: truth ? named : other,
      };
    }
  }
  // Every word of the name is about the choice: `KIWOOM_MODE`, `TRADING_ENV`, `environment`.
  if (rest.length > 0) return undefined;
  const chosen = environmentSaid(said);
  if (chosen === undefined) return undefined;
  const aboutProgram = words.some((word) => word.startsWith('ENV'));
  return {
    sections,
    rank: aboutKiwoom ? 'kiwoom' : aboutProgram ? 'program' : 'trading',
    environment: chosen,
  };
}

const fillers = new Set(
  'IS USE ENABLE MODE ENV ENVIRONMENT TRADING TRADE API SERVER TYPE DEFAULT ACCOUNT INVEST INVESTMENT 투자 구분 투자구분 서버 서버구분'.split(
    ' ',
  ),
);

function environmentSaid(value: string): Environment | undefined {
  if (isEnvironment(value)) return value;
  if (value === 'dev' || value === 'development') return 'mock';
  // `not real` and `mock|real` say nothing.
  const words = wordsOf(value)
    .map((word) => word.toUpperCase())
    .filter((word) => !isKiwoom(word) && !fillers.has(word));
  const said = words.map(environmentOfWord);
  return said.includes(undefined) ? undefined : onlyOne(said);
}

interface Owner {
  readonly sections: readonly string[];
  readonly isKiwooms: boolean;
}

const ownerName = /broker|증권사/i;
/** What an entry in a list of accounts calls itself. */
const entryName = /^(?:name|id|title|type|company|provider|이름|회사)$/i;
/** From the dot on and looking behind it: a text has few dots, so a search passes over the rest. */
const otherAddress =
  /(?<=koreainvestment|ls-sec|ebestsec|upbit|bithumb|binance|tossinvest|nhqv|dbsec)\.co/i;

function ownerOf({ sections, name, value }: NamedValue): Owner | undefined {
  const isOtherAddress = otherAddress.test(value);
  if (isOtherAddress || address.test(value)) {
    // `KIS_BASE_URL` is that of keys that are called so, too.
    return wordsOf(name).some(isOtherService)
      ? undefined
      : { sections, isKiwooms: !isOtherAddress };
  }
  if (!ownerName.test(name) && !(sections.length > 0 && entryName.test(name))) return undefined;
  const words = wordsOf(value);
  const isKiwooms = words.some(isKiwoom);
  return isKiwooms || words.some(isOtherService) ? { sections, isKiwooms } : undefined;
}

const accountName = /acc|acnt|cano|계좌/i;
/** Part of every name whose value can matter, to the keys or to what the source states for them. */
export const tellingName = new RegExp(
  [mayName, switchName, accountName, ownerName].map(({ source }) => source).join('|'),
  'i',
);

/** Part of every address that can matter, whatever its name. */
export const addressPart = new RegExp(`(?<=kiwoom)\\.com|${otherAddress.source}`, 'i');
const address = /(?<![\w.-])(mock)?api\.kiwoom\.com/i;

/** The environment whose server has the address in this value. */
export function environmentOfAddress(value: string): Environment | undefined {
  const match = address.exec(value);
  if (match === null) return undefined;
  return match[1] === undefined ? 'real' : 'mock';
}

interface Account {
  readonly sections: readonly string[];
  readonly words: readonly string[];
  readonly environment: Environment | undefined;
  readonly number: string;
}

const accountNumber = /^\d{8}(?:-?\d{2})?$/;
const accountWords = /^(?:ACC(?:OUNT|T)?|ACNT|CANO|NO|NUM|NUMBER|ID|CODE|계좌(?:번호)?|번호)$/;

function accountOf({ sections, name, value }: NamedValue): Account[] {
  const number = value.trim();
  const all = wordsOf(name).map((word) => word.toUpperCase());
  if (!accountNumber.test(number) || !all.some((word) => accountWords.test(word))) return [];
  const words = all.filter((word) => !accountWords.test(word) && !isKiwoom(word) && !isPlain(word));
  const environment = words.map(environmentOfWord).find((said) => said);
  return [
    { sections, words: words.filter((word) => !environmentOfWord(word)), environment, number },
  ];
}

/** The account whose name shares most words with the family's and has no word of its own. */
function bestAccount(
  accounts: readonly Account[],
  sections: readonly string[],
  words: readonly string[],
  environment: Environment | undefined,
): string | undefined {
  const has = new Set(words.map((word) => word.toUpperCase()));
  const fitting = accounts
    .filter(
      (account) =>
        isAround(account.sections, sections) &&
        (account.environment === undefined || account.environment === environment) &&
        account.words.every((word) => has.has(word)),
    )
    .map((account) => ({
      number: account.number,
      closeness:
        account.sections.length * 4 +
        account.words.length * 2 +
        (account.environment === undefined ? 0 : 1),
    }));
  const closest = Math.max(...fitting.map(({ closeness }) => closeness));
  return onlyOne(
    fitting.filter(({ closeness }) => closeness === closest).map(({ number }) => number),
  );
}

function isAround(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.length <= inner.length && outer.every((section, index) => section === inner[index]);
}

import type { Environment } from '../model/environment.ts';

export const keyHalves = ['appkey', 'secretkey'] as const;
export type KeyHalf = (typeof keyHalves)[number];

/** The only distinct value; `undefined` if there is none, or if they contradict each other. */
export function onlyOne<T extends string>(said: readonly (T | undefined)[]): T | undefined {
  const different = new Set(said.filter((each) => each !== undefined));
  return different.size === 1 ? [...different][0] : undefined;
}

/** The parsed name of one key of a pair. */
export interface KeyName {
  readonly half: KeyHalf;
  /** The word before "key" or "secret": `APP_KEY` and `APP_SECRET` match better than `SECRET_KEY`. */
  readonly stem: Stem;
  /**
   * The whole name with a placeholder for "key" or "secret", so that it is equal for both keys of a
   * pair.
   */
  readonly family: string;
  /** The other words as they are spelled: those of the name, then of each containing section. */
  readonly words: readonly (readonly string[])[];
}

export const stems = ['APP', 'API', 'ACCESS', ''] as const;
export type Stem = (typeof stems)[number];

/** Length limit of a name, in characters; anything longer is text. */
const longestName = 200;

const secretName =
  /(?:^|_)(?:(?:(APP|API)_?)?(?:SECRET(?:_?KEY)?|시크릿(?:_?키)?|비밀_?키|보안_?키)|(APP)_SEC)(?=_|$)/;
const appkeyName = /(?:^|_)(?:(?:(APP|API|ACCESS)_?)?KEY|(앱)_?키)(?=_|$)/;

/** Words that mark a value as a property of a key (a path, a date) and not as a key. */
const aboutKeys = new Set(
  'FILE PATH DIR FOLDER NAME URL URI HEADER PREFIX LENGTH EXPIRES EXPIRY EXPIRED DATE ID'.split(
    ' ',
  ),
);

/**
 * Parses a name and its sections. If the name itself has no word for a key, a section may have it: `{
 * "appkey": { "real": … } }`.
 *
 * @param path the sections, outermost first, and the name
 */
export function keyNameOf(path: readonly string[]): KeyName | undefined {
  if (!path.some((part) => mayName.test(part))) return undefined;
  if (path.some((part) => part.length > longestName)) return undefined;
  const parts = path.map((part) => wordsOf(part));
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    const words = parts[at] ?? [];
    const joined = words.join('_').toUpperCase();
    const secret = secretName.exec(joined);
    const match = secret ?? appkeyName.exec(joined);
    if (match === null) continue;
    const [found, stem = '', app] = match;
    const after = joined.slice(match.index + found.length);
    if (after.split('_').some((word) => aboutKeys.has(word))) return undefined;
    const own = withoutKey(words, match.index, found);
    const around = parts.filter((_, index) => index !== at).reverse();
    return {
      half: secret === null ? 'appkey' : 'secretkey',
      stem: app !== undefined ? 'APP' : (stems.find((each) => each === stem) ?? ''),
      family: parts
        .map((part, index) =>
          index === at ? `${joined.slice(0, match.index)}*${after}` : part.join('_').toUpperCase(),
        )
        .join('/'),
      words: [own, ...around],
    };
  }
  return undefined;
}

/** Part of every name of a key. */
export const mayName = /key|secret|app_sec|[키릿]/i;

function withoutKey(words: readonly string[], start: number, found: string): string[] {
  let at = 0;
  const end = start + found.length;
  return words.filter((word) => {
    const isKey = at + word.length > start && at < end;
    at += word.length + 1;
    return !isKey;
  });
}

/** Splits a name into words: `kiwoomMockAppKey2` and `KIWOOM-MOCK app.key_2` have the same ones. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, longestName)
    .replace(/(\p{Ll})(\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1$3_$2')
    .replace(/(\p{L})(?=\d)|(\d)(?=\p{L})/gu, '$1$2_')
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => word.split(glued))
    .filter((word) => word !== '');
}

/** Boundaries within words that are written together: `KIWOOMAPPKEY`, `mocksecretkey`. */
const glued = /(?<=.)(?=app_?key|app_?secret|(?<!app|api)secret_?key|앱키|시크릿)/i;

const environmentWords: ReadonlyMap<string, Environment> = new Map([
  ...'REAL PROD PRODUCTION LIVE'.split(' ').map((word) => [word, 'real'] as const),
  ...'MOCK MOCKAPI DEMO PAPER VTS SIM SIMULATION SIMULATED SIMULATOR VIRTUAL SANDBOX'
    .split(' ')
    .map((word) => [word, 'mock'] as const),
]);

export function environmentOfWord(word: string): Environment | undefined {
  if (/모의|모투|가상/.test(word)) return 'mock';
  if (/실전|실투|실거래|실계좌/.test(word)) return 'real';
  return environmentWords.get(word.toUpperCase());
}

export function isKiwoom(word: string): boolean {
  return /^(?:kiwoom|키움)/i.test(word);
}

const others = new Set(
  (
    'KIS KI KOREA KOREAINVESTMENT HANTOO HANTU LS LSSEC EBEST XING XINGAPI NH NAMUH DAISHIN CREON MIRAE MIRAEASSET ' +
    'SAMSUNG KB SHINHAN HANA TOSS DB MERITZ YUANTA ALPACA IBKR TOSSINVEST ' +
    'UPBIT BITHUMB COINONE KORBIT GOPAX BINANCE BYBIT OKX BITGET COINBASE KRAKEN KUCOIN GATEIO ' +
    'DART OPENDART KRX FRED ECOS NAVER KAKAO TELEGRAM SLACK DISCORD TWITTER GOOGLE GITHUB STRIPE OPENAI ANTHROPIC ' +
    'GEMINI AWS AZURE GCP MINIO CLOUDFLARE SUPABASE FIREBASE PUSHER DJANGO FLASK LARAVEL JWT RAILS SESSION'
  ).split(' '),
);

/** Whether the word names another broker or service. */
export function isOtherService(word: string): boolean {
  return (
    others.has(word.toUpperCase()) || /^(?:한국투자|한투|이베스트|나무|대신|미래에셋)/.test(word)
  );
}

const plainWords = new Set(
  (
    'APP API REST OPEN OPENAPI TRADING TRADE STOCK BROKER KEY KEYS ACCOUNT ACCOUNTS ACCT AUTH CREDENTIAL CREDENTIALS ' +
    'CONFIG CONFIGURATION DEFAULT ENV ENVIRONMENT ENVIRONMENTS SETTING SETTINGS SECRETS USER MY OAUTH CLIENT PROFILE ' +
    'PROFILES TOOL DATA JSON PAYLOAD RAW MODE DEFAULTS COMMON SELF THIS CFG CONF OS ENVIRON PARAMS PARAM BODY HEADERS ' +
    'IF ELSE ELIF NOT STRING SERVICE RESOURCES VALUES VARIABLES VARS 계좌 계좌번호'
  ).split(' '),
);

/** Whether the word tells nothing about the keys' owner. */
export function isPlain(word: string): boolean {
  return plainWords.has(word.toUpperCase());
}

/** An account number of eight or ten digits that is not a date, in a file name or heading. */
export function accountIn(text: string): string | undefined {
  const numbers = text.match(/(?<!\d)\d{8}(?:-?\d{2})?(?!\d)/g) ?? [];
  return numbers.find((number) => !/^(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d/.test(number));
}

import type { Environment } from '../model/environment.ts';
import { type AppKeys, cleanKey } from '../model/profile.ts';
import { Secret } from '../base/secret.ts';

/** Keys found outside: in the portal's files, a `.env` file or environment variables. */
export interface FoundKeys {
  readonly keys: AppKeys;
  /** Absolute paths of the files they came from; empty for environment variables. */
  readonly files: readonly string[];
  /** The files hold nothing but keys, so that deleting them loses nothing else. */
  readonly keysOnly: boolean;
  /** The account number, where a file's name says it. */
  readonly label?: string;
  /** The environment, where the source says it. */
  readonly environment?: Environment;
  /** The source has a pair for each of these. */
  readonly environments?: readonly Environment[];
}

export type Variables = Readonly<Record<string, string | undefined>>;

/** A pair, and the environment where the pair's own names or a switch beside it say one. */
interface Pair {
  readonly keys: AppKeys;
  readonly environment?: Environment;
}

const keyName =
  /^(?:(.+?)_)??(?:(APP_?KEY|API_KEY)|(?:APP_?SECRET(?:_?KEY)?|SECRET_?KEY|SECRET))(?:_(.+))?$/;

/** Words beside "key" and "secret" that a name of a Kiwoom pair may have (public repositories, 2026-11). */
const familyWords: ReadonlyMap<string, Environment | undefined> = new Map([
  ['KIWOOM', undefined],
  ...['REAL', 'PROD', 'LIVE'].map((word) => [word, 'real'] as const),
  ...['MOCK', 'DEMO', 'PAPER', 'VTS'].map((word) => [word, 'mock'] as const),
]);

/** A Kiwoom key has 43 characters; another broker's secret of the same name has 180. */
const longestKey = 128;

const placeholder = /^(?:your|<|\$|x{3,}$)|발급받은|여기에/i;

/**
 * The pair among variables; `undefined` unless both halves are there. Halves belong together only if
 * their names differ in nothing but key and secret, so that no half of another service's pair is
 * taken. Where a name says Kiwoom, names without it belong to something else.
 *
 * @param wanted the environment that the keys are for: a pair of the other one is not taken
 */
export function pairAmong(variables: Variables, wanted?: Environment): Pair | undefined {
  const pairs = pairsAmong(variables);
  if (wanted !== undefined) {
    return (
      pairs.find(({ environment }) => environment === wanted) ??
      pairs.find(({ environment }) => environment === undefined)
    );
  }
  const said = environmentAmong(variables);
  return pairs.find(({ environment }) => environment === said) ?? pairs[0];
}

/** The environments that the variables have a pair of their own for. */
export function environmentsAmong(variables: Variables): readonly Environment[] {
  return [...new Set(pairsAmong(variables).flatMap(({ environment }) => environment ?? []))];
}

function pairsAmong(variables: Variables): readonly Pair[] {
  const families = familiesAmong(variables);
  const saysKiwoom = families.some((family) => family.words.includes('KIWOOM'));
  const pairs = families.flatMap(({ words, appkey, secretkey }) => {
    if (saysKiwoom && !words.includes('KIWOOM')) return [];
    if (appkey === undefined || secretkey === undefined) return [];
    const environment = words.map((word) => familyWords.get(word)).find((word) => word);
    return [
      { keys: { appkey: new Secret(appkey), secretkey: new Secret(secretkey) }, environment },
    ];
  });
  // The pair without a word, beside one for mock trading, is the real one, whatever the switch says.
  const besideMock = pairs.some((pair) => pair.environment === 'mock');
  const wordless = besideMock ? 'real' : environmentAmong(variables);
  return pairs.map(({ keys, environment = wordless }) =>
    environment === undefined ? { keys } : { keys, environment },
  );
}

interface Family {
  readonly words: readonly string[];
  appkey?: string;
  secretkey?: string;
}

function familiesAmong(variables: Variables): readonly Family[] {
  const families = new Map<string, Family>();
  for (const [name, value] of Object.entries(variables)) {
    const match = keyName.exec(name.toUpperCase());
    const key = cleanKey(value ?? '');
    if (match === null || key === '') continue;
    if (key.length > longestKey || placeholder.test(key)) continue;
    const [, before = '', isAppKey, after = ''] = match;
    const words = `${before}_${after}`.split('_').filter((word) => word !== '');
    if (!words.every((word) => familyWords.has(word))) continue;
    const id = `${before}|${after}`;
    const family = families.get(id) ?? { words };
    families.set(id, family);
    if (isAppKey === undefined) family.secretkey ??= key;
    else family.appkey ??= key;
  }
  return [...families.values()];
}

/** A switch that names Kiwoom counts more than a bare one, which may be about the program itself. */
function environmentAmong(variables: Variables): Environment | undefined {
  const names = ['KIWOOM_MODE', 'KIWOOM_ENV', 'ENV', 'MODE'];
  return names.map((name) => environmentSaid(variables[name])).find((said) => said !== undefined);
}

function environmentSaid(value: string | undefined): Environment | undefined {
  const word = value?.toLowerCase() ?? '';
  if (['prod', 'production', 'real', 'live'].includes(word)) return 'real';
  return ['dev', 'mock', 'demo', 'simulation'].includes(word) ? 'mock' : undefined;
}

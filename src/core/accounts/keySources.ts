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
}

/** Names that developers give to the app key, most used first (public repositories, 2026-11). */
const appKeyNames = ['KIWOOM_APP_KEY', 'KIWOOM_APPKEY', 'APP_KEY', 'KIWOOM_API_KEY'];

const secretKeyNames = [
  'KIWOOM_APP_SECRET',
  'KIWOOM_SECRET_KEY',
  'APP_SECRET',
  'KIWOOM_SECRETKEY',
  'KIWOOM_APPSECRET',
  'KIWOOM_SECRET',
];

export type Variables = Readonly<Record<string, string | undefined>>;

/** The pair among variables under any of the usual names; `undefined` unless both are there. */
export function keysAmong(variables: Variables): AppKeys | undefined {
  const appkey = firstOf(appKeyNames, variables);
  const secretkey = firstOf(secretKeyNames, variables);
  if (appkey === undefined || secretkey === undefined) return undefined;
  return { appkey: new Secret(appkey), secretkey: new Secret(secretkey) };
}

/** The API's own sample code says ENV=prod for real trading. */
export function environmentAmong(variables: Variables): Environment | undefined {
  const value = variables['ENV']?.toLowerCase();
  if (value === 'prod' || value === 'real') return 'real';
  return value === 'dev' || value === 'mock' ? 'mock' : undefined;
}

function firstOf(names: readonly string[], variables: Variables): string | undefined {
  return names.map((name) => cleanKey(variables[name] ?? '')).find((value) => value !== '');
}

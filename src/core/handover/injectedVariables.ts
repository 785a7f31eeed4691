import { type Environment, environments } from '../model/environment.ts';
import type { Profile } from '../model/profile.ts';
import type { AccessToken } from '../model/token.ts';

/** The process variables that carry a token to the `.http` clients. */
export const variableNames = {
  active: { token: 'KIWOOM_TOKEN', host: 'KIWOOM_HOST' },
  real: { token: 'KIWOOM_TOKEN_REAL', host: 'KIWOOM_HOST_REAL' },
  mock: { token: 'KIWOOM_TOKEN_MOCK', host: 'KIWOOM_HOST_MOCK' },
} as const;

/** What a program takes that issues by itself: the gateway takes its pass for both. */
const passNames = ['KIWOOM_APPKEY', 'KIWOOM_SECRETKEY'];

/** Whose token or host a variable carries: the active profile's, or that last used in an environment. */
export type TokenSource = keyof typeof variableNames;

/** What a variable of this name carries, if it is one of these. */
export function injectedVariable(
  name: string,
): { readonly part: 'token' | 'host'; readonly source: TokenSource } | undefined {
  for (const source of ['active', ...environments] as const) {
    for (const part of ['token', 'host'] as const) {
      if (variableNames[source][part] === name) return { part, source };
    }
  }
  return undefined;
}

/** What a `.http` file says in place of a token. */
export const tokenReference = referenceTo('active');

/** What a `.http` file says in place of a token or host: `{{$processEnv KIWOOM_TOKEN}}`. */
export function referenceTo(source: TokenSource, part: 'token' | 'host' = 'token'): string {
  return `{{${referenceExpression(source, part)}}}`;
}

/** What stands between the braces of such a reference. */
export function referenceExpression(source: TokenSource, part: 'token' | 'host'): string {
  return `$processEnv ${variableNames[source][part]}`;
}

/**
 * The variables as they should be now. Host and token come and go together, so that a token is never
 * sent to the other environment and nothing outlives its validity.
 *
 * @param current the token, or what stands for it at the gateway
 * @param keys whether what stands for the token goes for the app keys as well
 */
export function injectedVariables(
  active: Profile | undefined,
  lastUsedIn: (environment: Environment) => Profile | undefined,
  current: (profile: Profile) => Pick<AccessToken, 'value' | 'host'> | undefined,
  keys: 'none' | 'pass' = 'none',
): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const put = (names: { token: string; host: string }, profile: Profile | undefined): void => {
    const token = profile === undefined ? undefined : current(profile);
    if (token === undefined) return;
    variables.set(names.token, token.value.reveal());
    variables.set(names.host, token.host);
  };
  put(variableNames.active, active);
  const pass = variables.get(variableNames.active.token);
  if (keys === 'pass' && pass !== undefined) {
    for (const name of passNames) variables.set(name, pass);
  }
  for (const environment of environments) {
    put(variableNames[environment], lastUsedIn(environment));
  }
  return variables;
}

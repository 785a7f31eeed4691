import { type Environment, environments } from '../model/environment.ts';
import type { Profile } from '../model/profile.ts';
import { webSocketHost } from '../model/webSocketHost.ts';
import type { AccessToken } from '../model/token.ts';

/** The process variables that carry a token to the `.http` clients. */
export const variableNames = {
  active: { token: 'KIWOOM_TOKEN', host: 'KIWOOM_HOST', webSocket: 'KIWOOM_WS_HOST' },
  real: { token: 'KIWOOM_TOKEN_REAL', host: 'KIWOOM_HOST_REAL', webSocket: 'KIWOOM_WS_HOST_REAL' },
  mock: { token: 'KIWOOM_TOKEN_MOCK', host: 'KIWOOM_HOST_MOCK', webSocket: 'KIWOOM_WS_HOST_MOCK' },
} as const;

/** What a variable holds: a token, the host of its calls, or the host of its WebSockets. */
export type VariablePart = keyof typeof variableNames.active;

/** Credentials of programs that issue tokens themselves; the gateway accepts its pass for both. */
export const keyVariables = { appkey: 'KIWOOM_APPKEY', secretkey: 'KIWOOM_SECRETKEY' } as const;

/**
 * The profile whose token or host a variable holds: the active one, or the one last used in an
 * environment.
 */
export type TokenSource = keyof typeof variableNames;

/** The content of a variable with this name; `undefined` for other variables. */
export function injectedVariable(
  name: string,
): { readonly part: VariablePart; readonly source: TokenSource } | undefined {
  for (const source of ['active', ...environments] as const) {
    for (const part of ['token', 'host', 'webSocket'] as const) {
      if (variableNames[source][part] === name) return { part, source };
    }
  }
  return undefined;
}

/** The reference to the active profile's token in a `.http` file. */
export const tokenReference = referenceTo('active');

/** The reference to a token or a host in a `.http` file: `{{$processEnv KIWOOM_TOKEN}}`. */
export function referenceTo(source: TokenSource, part: VariablePart = 'token'): string {
  return `{{${referenceExpression(source, part)}}}`;
}

/** The expression between the braces of such a reference. */
export function referenceExpression(source: TokenSource, part: VariablePart): string {
  return `$processEnv ${variableNames[source][part]}`;
}

/**
 * The current values of the variables. Hosts and token are set together, so that a token is never sent
 * to the other environment and no value outlives its validity.
 *
 * @param current the token, or the gateway's pass in its place
 * @param keys whether the pass is set as the app keys as well
 */
export function injectedVariables(
  active: Profile | undefined,
  lastUsedIn: (environment: Environment) => Profile | undefined,
  current: (profile: Profile) => Pick<AccessToken, 'value' | 'host'> | undefined,
  keys: 'none' | 'pass' = 'none',
): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const put = (names: Record<VariablePart, string>, profile: Profile | undefined): void => {
    const token = profile === undefined ? undefined : current(profile);
    if (token === undefined) return;
    variables.set(names.token, token.value.reveal());
    variables.set(names.host, token.host);
    variables.set(names.webSocket, webSocketHost(token.host));
  };
  put(variableNames.active, active);
  const pass = variables.get(variableNames.active.token);
  if (keys === 'pass' && pass !== undefined) {
    for (const name of Object.values(keyVariables)) variables.set(name, pass);
  }
  for (const environment of environments) {
    put(variableNames[environment], lastUsedIn(environment));
  }
  return variables;
}

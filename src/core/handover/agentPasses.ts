import { type Environment, environments } from '../model/environment.ts';
import type { Profile } from '../model/profile.ts';
import type { Secret } from '../base/secret.ts';

/** The terminal variable that holds the pass of an agent outside VS Code. */
export function agentPassVariable(environment: Environment): string {
  return `KIWOOM_MCP_PASS_${environment.toUpperCase()}`;
}

/**
 * @param accountIn the account for agents of an environment
 * @param passOf the agent pass of an account; `undefined` if agents may not use it
 */
export function agentPassVariables(
  accountIn: (environment: Environment) => Profile | undefined,
  passOf: (profile: Profile) => Secret | undefined,
): ReadonlyMap<string, string> {
  return new Map(
    environments.flatMap((environment): [string, string][] => {
      const profile = accountIn(environment);
      const pass = profile === undefined ? undefined : passOf(profile);
      return pass === undefined ? [] : [[agentPassVariable(environment), pass.reveal()]];
    }),
  );
}

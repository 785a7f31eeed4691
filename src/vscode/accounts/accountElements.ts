import type { Environment } from '../../core/model/environment.ts';

/**
 * Tree elements of the Accounts view, which VS Code passes to the commands of their context menus. They are
 * classes so that `instanceof` distinguishes them from a script's argument.
 */
export class AccountElement {
  /** Id of the profile. */
  readonly profile: string;

  constructor(profile: string) {
    this.profile = profile;
  }
}

export class EnvironmentElement {
  readonly environment: Environment;

  constructor(environment: Environment) {
    this.environment = environment;
  }
}

export type TreeElement = AccountElement | EnvironmentElement;

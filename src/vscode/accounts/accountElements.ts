import type { Environment } from '../../core/model/environment.ts';

/**
 * The rows of the Accounts view, as VS Code hands them to the commands of their menus. Classes, so
 * that a row is told from what a script passes.
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

import { type Environment, environments } from '../../core/model/environment.ts';
import type { EnvironmentTokens } from '../../core/handover/sharedTokens.ts';

export const environmentsSetting = 'rest-client.environmentVariables';

export const tokenName = 'kiwoomToken';

/** A value of a setting as it was read; whatever somebody wrote there. */
type Value = unknown;

/** A change of the user settings. */
export interface SettingsEdit {
  /** Which tokens should stand there, by those that do. */
  readonly tokens: (there: EnvironmentTokens) => EnvironmentTokens;
  /** What Settings Sync should ignore; as it is unless given. The former list counts where there is none. */
  readonly ignored?: (list: Value, former: Value) => Value;
  /** Take out the user's own setting too. */
  readonly turnsOff?: boolean;
}

export function nameOf(environment: Environment): string {
  return `kiwoom-${environment}`;
}

export function tokensIn(value: Value): EnvironmentTokens {
  return Object.fromEntries(
    environments.flatMap((environment) => {
      const token = record(record(value)[nameOf(environment)])[tokenName];
      return typeof token === 'string' ? [[environment, token]] : [];
    }),
  );
}

/**
 * A value of the setting with these tokens, for the configuration API; the value itself if nothing
 * changes.
 *
 * @returns `undefined` if something that is no object stands in the place: it is not ours to replace
 */
export function changeEnvironments(
  value: Value,
  tokens: (there: EnvironmentTokens) => EnvironmentTokens,
): { readonly value: Value } | undefined {
  const there = tokensIn(value);
  const wanted = tokens(there);
  const changes = environments.filter((each) => there[each] !== wanted[each]);
  if (changes.length === 0) return { value };
  const all = record(value);
  if (!isAbsentOrObject(value)) return undefined;
  const changed = { ...all };
  for (const environment of changes) {
    const name = nameOf(environment);
    if (!isAbsentOrObject(all[name])) return undefined;
    const { [tokenName]: _before, ...others } = record(all[name]);
    const token = wanted[environment];
    // An environment that somebody may have selected is emptied, never removed.
    changed[name] = token === undefined ? others : { ...others, [tokenName]: token };
  }
  return { value: changed };
}

/** All of the setting that is not ours, in a form that can be compared. */
export function foreignPart(value: Value): string {
  const all = Object.entries(record(value)).flatMap(([name, variables]) => {
    if (!environments.some((environment) => nameOf(environment) === name)) {
      return [[name, variables] as const];
    }
    const { [tokenName]: _ours, ...others } = record(variables);
    return Object.keys(others).length === 0 ? [] : [[name, others] as const];
  });
  return JSON.stringify(all);
}

function isAbsentOrObject(value: Value): boolean {
  return value === undefined || record(value) === value;
}

function record(value: Value): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

import { type Environment, environments } from '../../core/model/environment.ts';
import type { EnvironmentTokens } from '../../core/handover/sharedSettingTokens.ts';

export const environmentsSetting = 'rest-client.environmentVariables';

export const tokenName = 'kiwoomToken';
export const hostName = 'kiwoomHost';

/** Unvalidated value of a setting. */
type Value = unknown;

/** Address by environment, like {@link EnvironmentTokens}; the user's own addresses are left out. */
export type GatewayAddresses = EnvironmentTokens;

/** Change of the tokens and addresses in REST Client's environments. */
export interface EnvironmentsEdit {
  /** Maps the current tokens to the wanted ones. */
  readonly tokens?: (there: EnvironmentTokens) => EnvironmentTokens;
  /** Maps the current gateway addresses to the wanted ones; the user's own addresses are never replaced. */
  readonly hosts?: (there: GatewayAddresses) => GatewayAddresses;
}

/** Change of the user settings. */
export interface SettingsEdit extends EnvironmentsEdit {
  /** Maps the list of settings that Settings Sync ignores; `former` is the value of its old setting. */
  readonly ignored?: (list: Value, former: Value) => Value;
  /** Whether to remove the user's own `kiwoom.restClient.tokenInSettings` too. */
  readonly turnsOff?: boolean;
}

export function nameOf(environment: Environment): string {
  return `kiwoom-${environment}`;
}

export function tokensIn(value: Value): EnvironmentTokens {
  return valuesIn(value, tokenName, () => true);
}

export function gatewayAddressesIn(value: Value): GatewayAddresses {
  return valuesIn(value, hostName, isGatewayAddress);
}

/** Change of a single value; `undefined` removes it. */
export interface ValueChange {
  readonly environment: Environment;
  readonly name: typeof tokenName | typeof hostName;
  readonly value: string | undefined;
}

/** Single changes that apply an edit to the setting's value. */
export function changesOf(value: Value, { tokens, hosts }: EnvironmentsEdit): ValueChange[] {
  const changes: ValueChange[] = [];
  const there = tokensIn(value);
  const wanted = tokens?.(there) ?? there;
  const addresses = gatewayAddressesIn(value);
  const wantedAddresses = hosts?.(addresses) ?? addresses;
  for (const environment of environments) {
    const token = wanted[environment];
    if (there[environment] !== token) changes.push({ environment, name: tokenName, value: token });
    const address = wantedAddresses[environment];
    if (addresses[environment] === address) continue;
    const isFree = record(record(value)[nameOf(environment)])[hostName] === undefined;
    if (isFree || addresses[environment] !== undefined) {
      changes.push({ environment, name: hostName, value: address });
    }
  }
  return changes;
}

/**
 * Returns the setting's value with an edit applied, for the configuration API; the same object if nothing
 * changes.
 *
 * @returns `undefined` if the current value is no object, which must not be replaced
 */
export function changeEnvironments(
  value: Value,
  edit: EnvironmentsEdit,
): { readonly value: Value } | undefined {
  const changes = changesOf(value, edit);
  if (changes.length === 0) return { value };
  if (!isAbsentOrObject(value)) return undefined;
  const changed = { ...record(value) };
  for (const { environment, name, value: text } of changes) {
    const id = nameOf(environment);
    if (!isAbsentOrObject(changed[id])) return undefined;
    const { [name]: _before, ...others } = record(changed[id]);
    // An environment is emptied but never removed, because it may be selected.
    changed[id] = text === undefined ? others : { ...others, [name]: text };
  }
  return { value: changed };
}

/** Canonical text of all environments without our keys, for comparison. */
export function foreignPart(value: Value): string {
  const all = Object.entries(record(value)).flatMap(([name, variables]) => {
    if (!environments.some((environment) => nameOf(environment) === name)) {
      return [[name, variables] as const];
    }
    const { [tokenName]: _ours, ...others } = record(variables);
    if (environments.some((each) => isGatewayAddress(others[hostName], each))) {
      Reflect.deleteProperty(others, hostName);
    }
    return Object.keys(others).length === 0 ? [] : [[name, others] as const];
  });
  return JSON.stringify(all);
}

function valuesIn(
  value: Value,
  name: string,
  isOurs: (found: string, environment: Environment) => boolean,
): EnvironmentTokens {
  return Object.fromEntries(
    environments.flatMap((environment) => {
      const found = record(record(value)[nameOf(environment)])[name];
      return typeof found === 'string' && isOurs(found, environment) ? [[environment, found]] : [];
    }),
  );
}

/** Whether it has the format that only our gateway's addresses have. */
function isGatewayAddress(value: Value, environment: Environment): boolean {
  const path = typeof value === 'string' ? /^http:\/\/127\.0\.0\.1:\d+\/(\w+)$/.exec(value) : null;
  return path?.[1] === environment;
}

function isAbsentOrObject(value: Value): boolean {
  return value === undefined || record(value) === value;
}

function record(value: Value): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

import { type Environment, environments } from '../../core/model/environment.ts';
import type { EnvironmentTokens } from '../../core/handover/sharedTokens.ts';

export const environmentsSetting = 'rest-client.environmentVariables';

export const tokenName = 'kiwoomToken';
export const hostName = 'kiwoomHost';

/** A value of a setting as it was read; whatever somebody wrote there. */
type Value = unknown;

/** By environment, as {@link EnvironmentTokens} are; none where the address is another one's. */
export type GatewayAddresses = EnvironmentTokens;

/** A change of what the environments hold. */
export interface EnvironmentsEdit {
  /** Which tokens should stand there, by those that do. */
  readonly tokens?: (there: EnvironmentTokens) => EnvironmentTokens;
  /** Which addresses of a gateway should; the user's own are never replaced. */
  readonly hosts?: (there: GatewayAddresses) => GatewayAddresses;
}

/** A change of the user settings. */
export interface SettingsEdit extends EnvironmentsEdit {
  /** What Settings Sync should ignore; as it is unless given. The former list counts where there is none. */
  readonly ignored?: (list: Value, former: Value) => Value;
  /** Take out the user's own setting too. */
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

/** One change of one value; `undefined` takes it out. */
export interface ValueChange {
  readonly environment: Environment;
  readonly name: typeof tokenName | typeof hostName;
  readonly value: string | undefined;
}

/** What an edit comes to, for a value of the setting. */
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
 * A value of the setting with an edit made, for the configuration API; the value itself if nothing
 * changes.
 *
 * @returns `undefined` if something that is no object stands in the place: it is not ours to replace
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
    // An environment that somebody may have selected is emptied, never removed.
    changed[id] = text === undefined ? others : { ...others, [name]: text };
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

/** In the form that no other server's address has. */
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

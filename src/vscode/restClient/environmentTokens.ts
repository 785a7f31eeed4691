import {
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import { type Environment, environments } from '../../core/environment.ts';
import { addElement, removeValue, setValue } from './jsoncEdits.ts';

export const environmentsSetting = 'rest-client.environmentVariables';
export const ignoredSetting = 'settingsSync.ignoredSettings';
/** What the setting was called before; read by VS Code where there is no other. */
const formerIgnoredSetting = 'sync.ignoredSettings';

const tokenName = 'kiwoomToken';

/** The tokens that the environments should hold; none where there is no valid one. */
export type EnvironmentTokens = Readonly<Partial<Record<Environment, string>>>;

/** A value of a setting as it was read; whatever somebody wrote there. */
type Value = unknown;

/**
 * Changes our key alone in the text of a settings.json. Comments and layout stay.
 *
 * @param unsynced see to it that Settings Sync leaves the environments on this machine
 * @returns `undefined` if the text is no JSON object that can be changed safely
 */
export function editSettings(
  text: string,
  tokens: EnvironmentTokens,
  unsynced: boolean,
): string | undefined {
  const root = parse(text);
  if (root === undefined) return undefined;
  let edited = unsynced ? ignoreInSync(text, root) : text;
  for (const environment of environments) {
    const path = [environmentsSetting, nameOf(environment), tokenName];
    const written = valueAt(root, path);
    if (written === tokens[environment]) continue;
    edited = change(edited, path, tokens[environment]);
  }
  return edited;
}

/** Takes a setting out of the text of a settings.json; for a text that {@link editSettings} gave. */
export function withoutSetting(text: string, id: string): string {
  return removeValue(text, [id]);
}

/** {@link editSettings} on a value of the setting, for the configuration API; the value itself if nothing changes. */
export function changeEnvironments(value: Value, tokens: EnvironmentTokens): Value {
  let changed = record(value);
  for (const environment of environments) {
    const name = nameOf(environment);
    const { [tokenName]: written, ...others } = record(changed[name]);
    const token = tokens[environment];
    if (written === token) continue;
    // An environment that somebody may have selected is emptied, never removed.
    changed = {
      ...changed,
      [name]: token === undefined ? others : { ...others, [tokenName]: token },
    };
  }
  return JSON.stringify(changed) === JSON.stringify(record(value)) ? value : changed;
}

/** The list with the environments in it; the value itself if they are. */
export function withIgnoredEnvironments(value: Value): Value {
  return isIgnored(value) ? value : ignoring(value);
}

/** Whether Settings Sync leaves the environments on this machine. */
export function isIgnored(value: Value): boolean {
  return (
    Array.isArray(value) &&
    value.includes(environmentsSetting) &&
    !value.includes(`-${environmentsSetting}`)
  );
}

/**
 * Whether a text can be the user settings in effect: all of the environments but our key is as VS Code
 * says. A profile may take its settings from the default one and still have a file.
 */
export function agrees(text: string, inEffect: Value): boolean {
  const root = parse(text);
  if (root === undefined) return false;
  return foreignPart(valueAt(root, [environmentsSetting])) === foreignPart(inEffect);
}

export function tokensIn(value: Value): EnvironmentTokens {
  return Object.fromEntries(
    environments.flatMap((environment) => {
      const token = record(record(value)[nameOf(environment)])[tokenName];
      return typeof token === 'string' ? [[environment, token]] : [];
    }),
  );
}

function ignoreInSync(text: string, root: Node): string {
  const value = valueAt(root, [ignoredSetting]);
  if (isIgnored(value)) return text;
  const opposite = `-${environmentsSetting}`;
  if (Array.isArray(value) && !value.includes(opposite)) {
    return addElement(text, [ignoredSetting], environmentsSetting);
  }
  const list = ignoring(value ?? valueAt(root, [formerIgnoredSetting]));
  return setValue(text, [ignoredSetting], list);
}

function ignoring(value: Value): unknown[] {
  const entries: unknown[] = Array.isArray(value) ? value : [];
  const others = entries.filter(
    (entry) => entry !== environmentsSetting && entry !== `-${environmentsSetting}`,
  );
  return [...others, environmentsSetting];
}

function foreignPart(value: Value): string {
  const all = Object.entries(record(value)).flatMap(([name, variables]) => {
    if (!environments.some((environment) => nameOf(environment) === name)) {
      return [[name, variables] as const];
    }
    const { [tokenName]: _ours, ...others } = record(variables);
    return Object.keys(others).length === 0 ? [] : [[name, others] as const];
  });
  return JSON.stringify(all);
}

function nameOf(environment: Environment): string {
  return `kiwoom-${environment}`;
}

function change(text: string, path: JSONPath, value: unknown): string {
  return value === undefined ? removeValue(text, path) : setValue(text, path, value);
}

function parse(text: string): Node | undefined {
  // An empty file is one without settings.
  if (text.trim() === '') return parseTree('{}');
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root?.type !== 'object' || errors.length > 0) return undefined;
  const variables = findNodeAtLocation(root, [environmentsSetting]);
  const parts = [
    variables,
    ...environments.map((environment) =>
      findNodeAtLocation(root, [environmentsSetting, nameOf(environment)]),
    ),
  ];
  return parts.every((part) => part === undefined || part.type === 'object') ? root : undefined;
}

function valueAt(root: Node, path: JSONPath): Value {
  const node = findNodeAtLocation(root, path);
  return node === undefined ? undefined : (getNodeValue(node) as Value);
}

function record(value: Value): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

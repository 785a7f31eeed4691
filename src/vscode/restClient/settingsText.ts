import {
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  stripComments,
} from 'jsonc-parser';
import { environments } from '../../core/model/environment.ts';
import {
  changesOf,
  environmentsSetting,
  foreignPart,
  hostName,
  nameOf,
  type SettingsEdit,
  tokenName,
} from './environmentTokens.ts';
import { addElement, removeValue, setValue } from './jsoncEdits.ts';
import { formerIgnoredSetting, ignoredSetting } from './syncExclusion.ts';

export const ownSetting = 'kiwoom.restClient.tokenInSettings';

/** Unvalidated value of a setting. */
type Value = unknown;

/**
 * Applies an edit to the text of a settings.json; keeps comments and formatting.
 *
 * @returns `undefined` if the text is no JSON object that can be edited safely
 */
export function editSettings(text: string, edit: SettingsEdit): string | undefined {
  const root = parse(text);
  if (root === undefined) return undefined;
  let edited = text;
  if (edit.ignored !== undefined) {
    const list = valueAt(root, [ignoredSetting]);
    const next = edit.ignored(list, valueAt(root, [formerIgnoredSetting]));
    edited = changeList(edited, [ignoredSetting], list, next);
  }
  for (const { environment, name, value } of changesOf(
    valueAt(root, [environmentsSetting]),
    edit,
  )) {
    edited = change(edited, [environmentsSetting, nameOf(environment), name], value);
  }
  return edit.turnsOff === true ? removeValue(edited, [ownSetting]) : edited;
}

/**
 * Whether a text is the settings.json in effect, by comparing all environments without our keys with what VS
 * Code reports. A VS Code profile may use the default profile's settings and still have a file of its own.
 */
export function agrees(text: string, inEffect: Value): boolean {
  const root = parse(text);
  if (root === undefined) return false;
  return foreignPart(valueAt(root, [environmentsSetting])) === foreignPart(inEffect);
}

/** Whether VS Code's configuration API, which replaces the whole value, would delete comments. */
export function hasCommentedEnvironments(text: string): boolean {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && findNodeAtLocation(root, [environmentsSetting]);
  if (node === undefined) return false;
  const written = text.slice(node.offset, node.offset + node.length);
  return stripComments(written) !== written;
}

/** Changes single entries, which keeps the comments at the others. */
function changeList(text: string, path: JSONPath, before: Value, after: Value): string {
  if (after === before) return text;
  if (Array.isArray(before) && Array.isArray(after)) {
    const [longer, shorter] = before.length > after.length ? [before, after] : [after, before];
    const index = longer.findIndex((entry, i) => entry !== shorter[i]);
    if (same(longer.toSpliced(index, 1), shorter)) {
      if (longer === before) return removeValue(text, [...path, index]);
      if (index === before.length) return addElement(text, path, after[index]);
    }
  }
  return change(text, path, after);
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}

function change(text: string, path: JSONPath, value: Value): string {
  return value === undefined ? removeValue(text, path) : setValue(text, path, value);
}

/** Refuses duplicate keys: VS Code would use a different one than we do. */
function parse(text: string): Node | undefined {
  // An empty file is equivalent to `{}`.
  if (text.trim() === '') return parseTree('{}');
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root?.type !== 'object' || errors.length > 0) return undefined;
  const variables = findNodeAtLocation(root, [environmentsSetting]);
  const ours = environments.map((environment) => ({
    name: nameOf(environment),
    node: findNodeAtLocation(root, [environmentsSetting, nameOf(environment)]),
  }));
  const objects = [variables, ...ours.map(({ node }) => node)];
  if (objects.some((node) => node !== undefined && node.type !== 'object')) return undefined;
  const isClear =
    [environmentsSetting, ignoredSetting, ownSetting].every((id) => isOnce(root, id)) &&
    ours.every(({ name }) => isOnce(variables, name)) &&
    ours.every(({ node }) => isOnce(node, tokenName) && isOnce(node, hostName));
  return isClear ? root : undefined;
}

/** Whether an object has the property at most once. */
function isOnce(object: Node | undefined, name: string): boolean {
  const properties = object?.children ?? [];
  return properties.filter(({ children }) => children?.[0]?.value === name).length <= 1;
}

function valueAt(root: Node, path: JSONPath): Value {
  const node = findNodeAtLocation(root, path);
  return node === undefined ? undefined : (getNodeValue(node) as Value);
}

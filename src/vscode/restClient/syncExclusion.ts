import { environmentsSetting } from './environmentTokens.ts';

export const ignoredSetting = 'settingsSync.ignoredSettings';
/** What the setting was called before; VS Code reads it where there is no other. */
export const formerIgnoredSetting = 'sync.ignoredSettings';

/** A value of a setting as it was read; whatever somebody wrote there. */
type Value = unknown;

const opposite = `-${environmentsSetting}`;

/** Whether Settings Sync leaves the environments on this machine. */
export function isIgnored(list: Value): boolean {
  return Array.isArray(list) && list.includes(environmentsSetting) && !list.includes(opposite);
}

/** The list with the environments in it; the value itself if they are. */
export function withEnvironments(list: Value, former: Value): Value {
  if (isIgnored(list)) return list;
  const base = list ?? former;
  const entries: unknown[] = Array.isArray(base) ? base : [];
  const others = entries.filter((entry) => entry !== environmentsSetting && entry !== opposite);
  return [...others, environmentsSetting];
}

/**
 * The list as it was before {@link withEnvironments}; without the environments alone if somebody changed
 * it since.
 */
export function restored(list: Value, former: Value, before: Value): Value {
  if (!isIgnored(list)) return list;
  if (JSON.stringify(list) === JSON.stringify(withEnvironments(before, former))) return before;
  return (list as unknown[]).filter((entry) => entry !== environmentsSetting);
}

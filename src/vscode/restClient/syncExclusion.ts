import { environmentsSetting } from './environmentTokens.ts';

export const ignoredSetting = 'settingsSync.ignoredSettings';
/** Old name of the setting; VS Code still reads it where the new one is not set. */
export const formerIgnoredSetting = 'sync.ignoredSettings';

/** Unvalidated value of a setting. */
type Value = unknown;

const opposite = `-${environmentsSetting}`;

/** Whether Settings Sync ignores REST Client's environments. */
export function isIgnored(list: Value): boolean {
  return Array.isArray(list) && list.includes(environmentsSetting) && !list.includes(opposite);
}

/** Returns the list with the environments added; the same object if it contains them. */
export function withEnvironments(list: Value, former: Value): Value {
  if (isIgnored(list)) return list;
  const base = list ?? former;
  const entries: unknown[] = Array.isArray(base) ? base : [];
  const others = entries.filter((entry) => entry !== environmentsSetting && entry !== opposite);
  return [...others, environmentsSetting];
}

/**
 * Returns the list as it was before {@link withEnvironments}; if the user has changed it since, only the
 * environments are removed.
 */
export function restored(list: Value, former: Value, before: Value): Value {
  if (!isIgnored(list)) return list;
  if (JSON.stringify(list) === JSON.stringify(withEnvironments(before, former))) return before;
  return (list as unknown[]).filter((entry) => entry !== environmentsSetting);
}

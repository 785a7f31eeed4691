import { httpyacApi } from './api.ts';
import { pluginId, tokenPlugin, type TokenPluginParts } from './tokenPlugin.ts';

/**
 * Registers the plugin with httpyac's exports.
 *
 * @returns what takes it out again, or `undefined` if the exports are of another kind
 * @throws whatever httpyac throws; then nothing is registered
 */
export function connectPlugin(
  exported: unknown,
  parts: TokenPluginParts,
): (() => void) | undefined {
  const api = httpyacApi(exported);
  if (api === undefined) return undefined;
  const takeOut = (): void => {
    Reflect.deleteProperty(api.pluginStore, pluginId);
  };
  api.pluginStore[pluginId] = tokenPlugin(parts);
  try {
    api.forgetFiles();
  } catch (thrown) {
    takeOut();
    throw thrown;
  }
  return () => {
    takeOut();
    api.forgetFiles();
  };
}

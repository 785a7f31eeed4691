import { httpyacApi } from './api.ts';
import { pluginId, tokenPlugin, type TokenPluginParts } from './tokenPlugin.ts';

/**
 * Registers the plugin with httpyac's exports.
 *
 * @returns a function that unregisters it, or `undefined` if the exports do not have the expected members
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

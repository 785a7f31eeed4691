import { httpyacApi } from './api.ts';
import { pluginId, tokenPlugin, type TokenPluginParts } from './tokenPlugin.ts';

/**
 * Registers the plugin with httpyac's exports.
 *
 * @returns what takes it out again, or `undefined` if the exports are of another kind
 */
export function connectPlugin(
  exported: unknown,
  parts: TokenPluginParts,
): (() => void) | undefined {
  const api = httpyacApi(exported);
  if (api === undefined) return undefined;
  api.pluginStore[pluginId] = tokenPlugin(parts);
  api.forgetFiles();
  return () => {
    Reflect.deleteProperty(api.pluginStore, pluginId);
    api.forgetFiles();
  };
}

import type { Disposable } from '../../core/base/event.ts';
import { httpyacApi } from './api.ts';
import { pluginId, tokenPlugin, type TokenPluginParts } from './tokenPlugin.ts';

/**
 * Registers the plugin with httpyac's exports.
 *
 * @returns `undefined` if the exports do not have the expected members
 * @throws whatever httpyac throws; then nothing is registered
 */
export function connectPlugin(exported: unknown, parts: TokenPluginParts): Disposable | undefined {
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
  return {
    dispose: () => {
      takeOut();
      api.forgetFiles();
    },
  };
}

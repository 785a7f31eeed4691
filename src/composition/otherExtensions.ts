import type { Domain } from '../core/domain.ts';
import { lazy } from '../core/base/lazy.ts';
import { loadTrCatalogue as catalogue } from '../kiwoom/trCatalogue.ts';
import { t } from '../vscode/shell/localize.ts';
import { AccountSessions } from '../vscode/otherExtensions/accountSessions.ts';
import { registerAuthentication } from '../vscode/otherExtensions/authentication.ts';
import type { ExtensionApiParts } from '../vscode/otherExtensions/extensionApi.ts';

export interface OtherExtensionsParts {
  readonly domain: Domain;
  /** Resolves once the stored keys and tokens have been read. */
  readonly ready: () => Promise<void>;
  readonly trusted: () => boolean;
}

/** Builds what other extensions use: authentication sessions with the user's consent, and the exported API. */
export function serveOtherExtensions({ domain, ready, trusted }: OtherExtensionsParts) {
  const sessions = new AccountSessions({
    ...domain,
    ready,
    trusted,
    troubled: (profileId) => domain.renewer.trouble(profileId) !== undefined,
    t,
  });
  const authentication = registerAuthentication(sessions, async () => {
    const { SignIn } = await import('../vscode/otherExtensions/signIn.ts');
    return new SignIn({ ...domain, sessions, ready, trusted });
  });
  const calls = lazy(async () => {
    const { ConsentedCalls } = await import('../vscode/otherExtensions/consentedCalls.ts');
    return new ConsentedCalls({ ...domain, sessions, catalogue, trusted });
  });
  const api: ExtensionApiParts = {
    ...domain,
    ready,
    call: async (apiId, body, options) => (await calls()).call(apiId, body, options),
  };
  return { sessions, authentication, api };
}

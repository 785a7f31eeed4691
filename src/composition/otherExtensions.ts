import type { Domain } from '../core/domain.ts';
import { lazy } from '../core/base/lazy.ts';
import type { Log } from '../core/model/ports.ts';
import { loadTrCatalogue as catalogue } from '../kiwoom/trCatalogue.ts';
import { t } from '../vscode/shell/localize.ts';
import { AccountSessions } from '../vscode/otherExtensions/accountSessions.ts';
import { registerAuthentication } from '../vscode/otherExtensions/authentication.ts';
import type { ExtensionApiParts } from '../vscode/otherExtensions/extensionApi.ts';

export interface OtherExtensionsParts {
  readonly domain: Domain;
  /** Resolves once what is stored has been read. */
  readonly ready: () => Promise<void>;
  readonly trusted: () => boolean;
  readonly log: Log;
}

/** What other extensions get: sessions with the user's consent, and an API that calls with them. */
export function serveOtherExtensions({ domain, ready, trusted, log }: OtherExtensionsParts) {
  const { profiles, active, tokens, watch, renewer, caller, clock, onListenerError } = domain;
  const sessions = new AccountSessions({
    profiles,
    tokens,
    ready,
    trusted,
    troubled: (profileId) => renewer.trouble(profileId) !== undefined,
    t,
    onListenerError,
  });
  const authentication = registerAuthentication(sessions, async () => {
    const { SignIn } = await import('../vscode/otherExtensions/signIn.ts');
    return new SignIn({ sessions, profiles, active, tokens, clock, ready, trusted, log });
  });
  const calls = lazy(async () => {
    const { ConsentedCalls } = await import('../vscode/otherExtensions/consentedCalls.ts');
    return new ConsentedCalls({ sessions, caller, catalogue, trusted, log });
  });
  const api: ExtensionApiParts = {
    profiles,
    active,
    tokens,
    watch,
    ready,
    call: async (apiId, body, options) => (await calls()).call(apiId, body, options),
  };
  return { sessions, authentication, api };
}

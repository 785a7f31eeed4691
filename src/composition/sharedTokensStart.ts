import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type * as vscode from 'vscode';
import type { createAdapters } from './adapters.ts';
import { type Disposable, disposeAll } from '../core/base/event.ts';
import { KiwoomError, toKiwoomError } from '../core/base/errors.ts';
import { Secret } from '../core/base/secret.ts';
import type { Domain } from '../core/domain.ts';
import * as sealing from '../node/sealing.ts';
import { systemClock } from '../node/systemClock.ts';
import { parseSite, parseStoreAddress } from '../redis/address.ts';
import { SharedTokens } from '../redis/sharedTokens.ts';
import type { SharedTokensParts as CommandParts } from '../vscode/commands/commandParts.ts';
import { showError } from '../vscode/shell/notifications.ts';
import { settings } from '../vscode/shell/settings.ts';
import { changeSetting } from '../vscode/shell/changeSetting.ts';

/** SecretStorage key of the password. */
const secretName = 'sharedTokens.password';

/** Global state key of the accounts that stopped sharing on this machine. */
const leftName = 'sharedTokens.left';

export interface SharedTokensContext {
  readonly adapters: ReturnType<typeof createAdapters>;
  readonly secrets: vscode.SecretStorage;
  readonly globalState: vscode.Memento;
  /** Folder shared by all windows of this machine. */
  readonly storage: string;
}

export interface StartedSharedTokens extends Disposable {
  readonly shared: SharedTokens;
  readonly commands: CommandParts;
  /** Connects to the store in the settings. Never rejects. @param changed whether the settings have just changed */
  readonly apply: (changed: boolean) => Promise<void>;
}

/** Creates the shared token store from the settings; connects to nothing yet. */
export function startSharedTokens(
  { adapters, secrets, globalState, storage }: SharedTokensContext,
  { tokens, profiles }: Pick<Domain, 'tokens' | 'profiles'>,
  onChange: () => void,
): StartedSharedTokens {
  const { tokenStore, lock, clock, scheduler, fingerprint, random, log } = adapters;
  const shared = new SharedTokens({
    localStore: tokenStore,
    localLock: lock,
    clock,
    machineClock: systemClock,
    scheduler,
    random,
    newId: randomUUID,
    machine: () => fingerprint(new Secret(`${hostname()} ${storage}`)).slice(0, 16),
    sealing: () => Promise.resolve(sealing),
    left: {
      ids: () => globalState.get<readonly string[]>(leftName, []),
      set: (ids) => void globalState.update(leftName, ids),
    },
    onLeave: (id) => {
      const profile = profiles.all.find((each) => each.id === id);
      if (profile === undefined) return;
      const error = new KiwoomError('shared-tokens-left', { subject: profile.label });
      void showError(error, { profile: id });
    },
    log,
    onListenerError: (thrown) => {
      log.error('listener-failed', { error: toKiwoomError(thrown).message });
    },
  });

  const apply = async (changed: boolean): Promise<void> => {
    try {
      // Another site may use the address that made an account stop sharing.
      if (changed) await globalState.update(leftName, []);
      const text = settings.sharedTokensUrl();
      if (text.trim() === '') {
        await shared.use(undefined);
        return;
      }
      const { address, password: written } = parseStoreAddress(text);
      // Settings are synced and visible, so a password in the address is moved to SecretStorage.
      if (written !== undefined) {
        await keep(address.url, written);
        return;
      }
      const site = parseSite(settings.sharedTokensSite());
      const password = await secrets.get(secretName);
      await shared.use(password === undefined ? { address, site } : { address, site, password });
    } catch (thrown) {
      await shared.use(undefined);
      const error = toKiwoomError(thrown);
      log.warn('shared-tokens', { error: error.code });
      void showError(error, { retry: () => apply(false) });
    }
  };
  const keep = async (url: string, password: string): Promise<void> => {
    await (password === '' ? secrets.delete(secretName) : secrets.store(secretName, password));
    await changeSetting('sharedTokens.url', url === '' ? undefined : url);
  };
  const load = (id: string | undefined): void => {
    const meant = profiles.all.filter((profile) => id === undefined || profile.id === id);
    for (const profile of meant) void tokens.load(profile);
  };
  const subscriptions = [shared.onStale(load), shared.onDidChange(onChange), shared.watch(tokens)];
  return {
    shared,
    apply,
    commands: {
      parse: (text) => {
        const { address, password } = parseStoreAddress(text);
        const readable = !address.tls && !address.loopback;
        const { url } = address;
        return password === undefined ? { url, readable } : { url, readable, password };
      },
      tryStore: async (url, password) => {
        const { address } = parseStoreAddress(url);
        const site = parseSite(settings.sharedTokensSite());
        await shared.try(password === '' ? { address, site } : { address, site, password });
      },
      connect: async (url, password) => {
        await keep(url, password);
        await apply(true);
      },
      disconnect: async () => {
        await keep('', '');
        await apply(true);
      },
    },
    dispose: () => {
      disposeAll([...subscriptions, shared]);
    },
  };
}

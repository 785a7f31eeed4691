import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { createAdapters } from './adapters.ts';
import { KiwoomError, toKiwoomError } from '../core/base/errors.ts';
import { Secret } from '../core/base/secret.ts';
import type { Domain } from '../core/domain.ts';
import { systemClock } from '../node/systemClock.ts';
import { SharedTokens } from '../redis/sharedTokens.ts';
import type { SharedTokensParts as CommandParts } from '../vscode/commands/sharedTokens.ts';
import { showError } from '../vscode/shell/notifications.ts';
import { settings } from '../vscode/shell/settings.ts';

/** Where the password is kept. */
const secretName = 'sharedTokens.password';

/** Where the accounts are kept that go on alone here. */
const leftName = 'sharedTokens.left';

export interface SharedTokensContext {
  readonly adapters: ReturnType<typeof createAdapters>;
  readonly secrets: vscode.SecretStorage;
  readonly globalState: vscode.Memento;
  /** The folder that all windows of this machine share. */
  readonly storage: string;
}

/** Token store and lock with what other machines share; nothing is connected yet. */
export function createSharedTokens({ adapters, globalState, storage }: SharedTokensContext) {
  const { tokenStore, lock, clock, scheduler, fingerprint, random, log } = adapters;
  const newId = (): string => process.getBuiltinModule('node:crypto').randomUUID();
  return new SharedTokens({
    localStore: tokenStore,
    localLock: lock,
    clock,
    machineClock: systemClock,
    scheduler,
    random,
    newId,
    machine: () => fingerprint(new Secret(`${hostname()} ${storage}`)).slice(0, 16),
    sealing: () => import('../node/sealing.ts'),
    left: {
      ids: () => globalState.get<readonly string[]>(leftName, []),
      set: (ids) => void globalState.update(leftName, ids),
    },
    log,
    onListenerError: (thrown) => {
      log.error('listener-failed', { error: toKiwoomError(thrown).message });
    },
  });
}

/** Follows the settings, and gives the commands what they need. */
export function joinSharedTokens(
  { adapters, secrets, globalState }: SharedTokensContext,
  shared: SharedTokens,
  { tokens, profiles }: Pick<Domain, 'tokens' | 'profiles'>,
): {
  readonly commands: () => Promise<CommandParts>;
  /** Connects to what the settings name. */
  readonly start: () => void;
  readonly dispose: () => void;
} {
  const { log } = adapters;

  const apply = async (): Promise<void> => {
    try {
      const text = settings.sharedTokensUrl();
      if (text.trim() === '') {
        await shared.use(undefined);
        return;
      }
      const { parseSite, parseStoreAddress } = await import('../redis/address.ts');
      const { address, password: written } = parseStoreAddress(text);
      // Settings are synced and shown; a password has no place there.
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
      void showError(error, { retry: apply });
    }
  };
  const keep = async (url: string, password: string): Promise<void> => {
    await (password === '' ? secrets.delete(secretName) : secrets.store(secretName, password));
    const configuration = vscode.workspace.getConfiguration('kiwoom');
    try {
      const value = url === '' ? undefined : url;
      await configuration.update('sharedTokens.url', value, vscode.ConfigurationTarget.Global);
    } catch {
      throw new KiwoomError('settings-not-changed');
    }
  };
  const load = (id: string | undefined): void => {
    const meant = profiles.all.filter((profile) => id === undefined || profile.id === id);
    for (const profile of meant) void tokens.load(profile);
  };
  const stops = [
    shared.onStale(load),
    tokens.onDidChange((id) => {
      if (tokens.lastError(id)?.code === 'ip-mismatch') shared.leave(id);
    }),
  ];
  const following = settings.onDidChange('sharedTokens', () => {
    // Another site may have the address that an account had to leave for.
    void globalState.update(leftName, []);
    void apply();
  });
  return {
    commands: async () => {
      const { parseSite, parseStoreAddress } = await import('../redis/address.ts');
      return {
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
          await globalState.update(leftName, []);
          await apply();
        },
        disconnect: async () => {
          await keep('', '');
          await apply();
        },
      };
    },
    start: () => void apply(),
    dispose: () => {
      for (const stop of stops) stop();
      following.dispose();
      shared.dispose();
    },
  };
}

import type { SharedTokensContext, StartedSharedTokens } from './sharedTokensStart.ts';
import type { Disposable } from '../core/base/event.ts';
import { lazy } from '../core/base/lazy.ts';
import type { Domain } from '../core/domain.ts';
import type { Lock, SharedRateLimit, TokenStore } from '../core/model/ports.ts';
import type { SharingStatus } from '../redis/sharedTokens.ts';
import { settings } from '../vscode/shell/settings.ts';

/**
 * Uses this machine's token store, lock and rate limiter until a shared token store is configured; then loads
 * its code and delegates to it.
 */
export class SharedTokensControl implements Disposable {
  readonly #context: SharedTokensContext;
  #tokenStore: TokenStore;
  #lock: Lock;
  #started: StartedSharedTokens | undefined;
  #following: Disposable | undefined;
  #disposed = false;

  constructor(context: SharedTokensContext) {
    this.#context = context;
    this.#tokenStore = context.adapters.tokenStore;
    this.#lock = context.adapters.lock;
  }

  readonly tokenStore: TokenStore = {
    read: (id, keys) => this.#tokenStore.read(id, keys),
    write: (id, keys, token, dead) => this.#tokenStore.write(id, keys, token, dead),
    remove: (id, why) => this.#tokenStore.remove(id, why),
  };

  readonly lock: Lock = {
    run: (...asked) => this.#lock.run(...asked),
  };

  readonly sharedLimit: SharedRateLimit = {
    turn: async (kind, perSecond, signal) =>
      (await this.#started?.shared.turn(kind, perSecond, signal)) ?? (() => undefined),
  };

  status(profileId: string): SharingStatus | undefined {
    return this.#started?.shared.status(profileId);
  }

  /**
   * Connects to the store in the settings and reconnects when they change.
   *
   * @param onChange called when the status of an account may have changed
   */
  join(domain: Pick<Domain, 'tokens' | 'profiles'>, onChange: () => void) {
    const load = lazy(async () => {
      const { startSharedTokens } = await import('./sharedTokensStart.ts');
      const started = startSharedTokens(this.#context, domain, onChange);
      this.#started = started;
      this.#tokenStore = this.#lock = started.shared.sharing;
      if (this.#disposed) started.dispose();
      return started;
    });
    const follow = async (changed: boolean): Promise<void> => {
      if (this.#started === undefined && settings.sharedTokensUrl().trim() === '') return;
      await (await load()).apply(changed);
    };
    this.#following = settings.onDidChange('sharedTokens', () => void follow(true));
    return {
      commands: async () => (await load()).commands,
      start: () => void follow(false),
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#following?.dispose();
    this.#started?.dispose();
  }
}

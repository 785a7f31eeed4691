import type { ActiveProfile } from '../accounts/activeProfile.ts';
import { type KiwoomError, toKiwoomError } from '../base/errors.ts';
import { type Disposable, disposeAll } from '../base/event.ts';
import type { ExitRevocation } from './exitRevocation.ts';
import type { Log } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { Preferences } from './preferences.ts';
import type { Profiles } from '../accounts/profiles.ts';
import type { Renewer } from './renewer.ts';
import type { TokenCheck } from './tokenCheck.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import type { TokenWatch } from '../tokens/tokenWatch.ts';

/** A consumer of the accounts' state: a display, or a handover to other programs. */
export interface Subscriber {
  /** Reads the current state. */
  update(): void;
}

/** Events of the editor. */
export interface EditorEvents {
  /** The window gained or lost the focus. */
  onFocusChange(listener: (focused: boolean) => void): Disposable;
  onTrustGranted(listener: () => void): Disposable;
  /** A secret of this extension was stored or removed, if VS Code reports it. */
  onSecretsChange(listener: () => void): Disposable;
  /** An extension was installed, enabled or removed. */
  onExtensionsChange(listener: () => void): Disposable;
}

export interface SessionParts {
  readonly editor: EditorEvents;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly watch: TokenWatch;
  readonly renewer: Renewer;
  readonly tokenCheck: Pick<TokenCheck, 'left' | 'returned'>;
  readonly log: Log;
  /** Compares the wall clock with the timers, as the machine may have slept. */
  readonly wake: () => void;
  readonly preferences: Preferences;
  readonly exitRevocation: Pick<ExitRevocation, 'atStart'>;
  /** Removes all tokens from the disk. */
  readonly removeStoredTokens: () => Promise<void>;
  /** Subscribes to writes of token files by any window. */
  readonly watchTokenFiles: (onChange: (fileName: string) => void) => Disposable;
  /** Called when a renewal's trouble appeared, changed or disappeared. */
  readonly noticeRenewal: (profile: Profile) => void;
  readonly reportDamagedTokens: () => Promise<void>;
  /** Resolves when the user has answered. */
  readonly reportDamagedKeys: () => Promise<void>;
  /** @param retry repeats the operation that failed */
  readonly showError: (error: KiwoomError, retry: () => Promise<void>) => void;
}

/** Lifecycle of one window: reads what is stored, then updates the subscribers on every change. */
export class Session implements Disposable {
  readonly #parts: SessionParts;
  readonly #subscriptions: Disposable[] = [];
  #subscribers: readonly Subscriber[] = [];
  #started: Promise<void> = Promise.resolve();
  #leftRevoked: Promise<void> | undefined;
  #isDisposed = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Reads what is stored; never throws, but reports errors. */
  start(subscribers: readonly Subscriber[]): void {
    this.#subscribers = subscribers;
    this.#started = this.#start();
  }

  async #start(): Promise<void> {
    const { profiles, preferences, removeStoredTokens } = this.#parts;
    const { reportDamagedTokens, reportDamagedKeys } = this.#parts;
    try {
      if (!preferences.sealsTokens()) await removeStoredTokens();
      await profiles.refresh();
      await this.#revokeWhatIsLeft();
      this.#follow();
      await this.#loadAll();
      await reportDamagedTokens();
      this.#background(reportDamagedKeys());
    } catch (thrown) {
      this.#follow();
      this.#report(thrown);
    }
    this.#update();
  }

  /** Subscribes once to every event that may change the state. */
  #follow(): void {
    if (this.#subscriptions.length > 0 || this.#isDisposed) return;
    this.#subscriptions.push(...this.#followAccounts(), ...this.#followEditor());
  }

  #followAccounts(): Disposable[] {
    const { profiles, active, tokens, watch, renewer, watchTokenFiles, noticeRenewal } =
      this.#parts;
    return [
      watch.onDidChange(() => {
        this.#update();
      }),
      active.onDidChange(() => {
        this.#update();
      }),
      profiles.onDidChange(({ added, changed, removed }) => {
        for (const profile of [...added, ...changed]) this.#background(this.#load(profile.id));
        for (const { id } of removed) this.#background(tokens.forget(id));
        this.#update();
      }),
      renewer.onDidChange((profileId) => {
        const profile = profiles.find(profileId);
        if (profile !== undefined) noticeRenewal(profile);
        this.#update();
      }),
      watchTokenFiles((fileName) => {
        this.#background(this.#load(fileName.replace(/\.json$/, '')));
      }),
    ];
  }

  #followEditor(): Disposable[] {
    const { editor, preferences, profiles, renewer, tokenCheck } = this.#parts;
    const update = (): void => {
      this.#update();
    };
    const decide = (): void => {
      renewer.refresh();
    };
    const decideAndUpdate = (): void => {
      decide();
      update();
    };
    return [
      editor.onSecretsChange(() => {
        this.#background(profiles.refresh());
      }),
      editor.onFocusChange((focused) => {
        if (focused) this.#background(this.#returned());
        else tokenCheck.left();
      }),
      editor.onTrustGranted(decideAndUpdate),
      preferences.onDidChange('autoRenew', decide),
      preferences.onDidChange('renewal', decide),
      preferences.onDidChange('injection', update),
      preferences.onDidChange('endpoints', decideAndUpdate),
      preferences.onDidChange('tokenStorage', () => {
        this.#background(this.#storeAsWanted());
      }),
      // Installed `.http` clients decide what the references resolve to.
      editor.onExtensionsChange(update),
    ];
  }

  /**
   * Resolves when keys and tokens have been read, for commands.
   *
   * @throws KiwoomError `key-store-failed` while the keyring refuses; each call tries again
   */
  async ready(): Promise<void> {
    await this.#started;
    if (!this.#parts.profiles.loaded) await this.#read();
  }

  /** Reads the stores again, as some changes by other windows cause no event. */
  async refresh(): Promise<void> {
    await this.#started;
    await this.#read();
    this.#update();
  }

  dispose(): void {
    this.#isDisposed = true;
    disposeAll(this.#subscriptions);
  }

  #update(): void {
    // The read may finish after disposal, which must not restore anything.
    if (this.#isDisposed) return;
    for (const subscriber of this.#subscribers) subscriber.update();
  }

  /** Finishes the last window's revocations after the keys are read and before any token is loaded. */
  #revokeWhatIsLeft(): Promise<void> {
    return (this.#leftRevoked ??= this.#parts.exitRevocation.atStart());
  }

  async #load(profileId: string): Promise<void> {
    const { profiles, tokens } = this.#parts;
    // Without keys no token can be loaded yet; they are loaded together.
    if (!profiles.loaded) return;
    await this.#revokeWhatIsLeft();
    const profile = profiles.all.find(({ id }) => id === profileId);
    if (profile !== undefined) await tokens.load(profile);
  }

  async #returned(): Promise<void> {
    this.#parts.wake();
    // This poll notices other windows if neither files nor secrets can be watched.
    await this.#read();
    await this.#parts.tokenCheck.returned();
  }

  async #read(): Promise<void> {
    await this.#parts.profiles.refresh();
    await this.#loadAll();
  }

  async #loadAll(): Promise<void> {
    await Promise.all(this.#parts.profiles.all.map(({ id }) => this.#load(id)));
  }

  async #storeAsWanted(): Promise<void> {
    const { profiles, tokens, preferences, removeStoredTokens } = this.#parts;
    if (preferences.sealsTokens()) {
      await Promise.all(profiles.all.map((profile) => tokens.store(profile)));
    } else {
      await removeStoredTokens();
    }
  }

  /** Reports errors of work that is not awaited. */
  #background(work: Promise<unknown>): void {
    work.catch((thrown: unknown) => {
      this.#report(thrown);
    });
  }

  #report(thrown: unknown): void {
    const error = toKiwoomError(thrown);
    this.#parts.log.error('background-failed', {
      error: error.message,
      subject: error.details.subject,
    });
    const retry = (): Promise<void> =>
      this.#read().catch((again: unknown) => {
        this.#report(again);
      });
    this.#parts.showError(error, retry);
  }
}

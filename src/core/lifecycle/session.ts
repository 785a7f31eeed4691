import type { ActiveProfile } from '../accounts/activeProfile.ts';
import { type KiwoomError, toKiwoomError } from '../base/errors.ts';
import type { Unsubscribe } from '../base/event.ts';
import type { ExitRevocation } from './exitRevocation.ts';
import type { Log } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { Preferences } from './preferences.ts';
import type { Profiles } from '../accounts/profiles.ts';
import type { Renewer } from './renewer.ts';
import type { TokenCheck } from './tokenCheck.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import type { TokenWatch } from '../tokens/tokenWatch.ts';

/** What shows the accounts, or hands them to others. */
export interface Subscriber {
  /** Reads the state as it is now. */
  update(): void;
}

/** What happens in the editor. Each returns what stops it. */
export interface EditorEvents {
  /** The user comes to this window, or leaves it. */
  onFocusChange(listener: (focused: boolean) => void): Unsubscribe;
  onTrustGranted(listener: () => void): Unsubscribe;
  /** A secret of this extension was stored or removed, where VS Code tells of it. */
  onSecretsChange(listener: () => void): Unsubscribe;
  /** An extension came or went. */
  onExtensionsChange(listener: () => void): Unsubscribe;
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
  /** Looks at the wall clock again: this machine may have slept. */
  readonly wake: () => void;
  readonly preferences: Preferences;
  readonly exitRevocation: Pick<ExitRevocation, 'atStart'>;
  /** Leaves no token on disk. */
  readonly removeStoredTokens: () => Promise<void>;
  /** Tells the names of token files that any window wrote; returns what stops it. */
  readonly watchTokenFiles: (onChange: (fileName: string) => void) => Unsubscribe;
  /** A renewal's trouble came, changed or went. */
  readonly noticeRenewal: (profile: Profile) => void;
  readonly reportDamagedTokens: () => Promise<void>;
  /** Resolves when the user has answered. */
  readonly reportDamagedKeys: () => Promise<void>;
  /** @param retry does again what failed */
  readonly showError: (error: KiwoomError, retry: () => Promise<void>) => void;
}

/** One window from start to end: reads what is stored, then tells the subscribers of every change. */
export class Session {
  readonly #parts: SessionParts;
  readonly #subscriptions: Unsubscribe[] = [];
  #subscribers: readonly Subscriber[] = [];
  #started: Promise<void> = Promise.resolve();
  #leftRevoked: Promise<void> | undefined;
  #isDisposed = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Reads what is stored; never fails, but reports. */
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

  /** Listens to everything that may change what is shown and handed out; once. */
  #follow(): void {
    if (this.#subscriptions.length > 0 || this.#isDisposed) return;
    this.#subscriptions.push(...this.#followAccounts(), ...this.#followEditor());
  }

  #followAccounts(): Unsubscribe[] {
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

  #followEditor(): Unsubscribe[] {
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
      // A client that is there or gone decides what the references stand for.
      editor.onExtensionsChange(update),
    ];
  }

  /**
   * For commands: resolves when keys and tokens are read.
   *
   * @throws KiwoomError `key-store-failed` while the keyring refuses; asked again each time
   */
  async ready(): Promise<void> {
    await this.#started;
    if (!this.#parts.profiles.loaded) await this.#read();
  }

  /** Looks again at what is stored, where nothing tells of another window's changes. */
  async refresh(): Promise<void> {
    await this.#started;
    await this.#read();
    this.#update();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const stop of this.#subscriptions) stop();
  }

  #update(): void {
    // What is stored may have been read only after the end, which must not bring anything back.
    if (this.#isDisposed) return;
    for (const subscriber of this.#subscribers) subscriber.update();
  }

  /** Once the keys are read, before any token is loaded: what the last window had no time to revoke. */
  #revokeWhatIsLeft(): Promise<void> {
    return (this.#leftRevoked ??= this.#parts.exitRevocation.atStart());
  }

  async #load(profileId: string): Promise<void> {
    const { profiles, tokens } = this.#parts;
    // Keys that could not be read yet come with their tokens.
    if (!profiles.loaded) return;
    await this.#revokeWhatIsLeft();
    const profile = profiles.all.find(({ id }) => id === profileId);
    if (profile !== undefined) await tokens.load(profile);
  }

  async #returned(): Promise<void> {
    this.#parts.wake();
    // Where neither files nor secrets can be watched, this is how other windows are noticed.
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

  /** What nobody waits for must not fail in silence. */
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

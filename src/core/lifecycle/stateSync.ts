import type { ActiveProfile } from '../accounts/activeProfile.ts';
import { type KiwoomError, toKiwoomError } from '../base/errors.ts';
import type { Unsubscribe } from '../base/event.ts';
import type { ExitRevocation } from './exitRevocation.ts';
import type { Log } from '../model/ports.ts';
import type { Profile } from '../model/profile.ts';
import type { Profiles } from '../accounts/profiles.ts';
import type { Renewer } from './renewer.ts';
import type { TokenManager } from '../tokens/tokenManager.ts';
import type { TokenWatch } from '../tokens/tokenWatch.ts';

export interface Shown {
  /** Shows what there is now. */
  update(): void;
}

/** A setting, or the beginning of several. */
export type FollowedSetting = 'autoRenew' | 'renewal' | 'injection' | 'endpoints' | 'tokenStorage';

/** What happens in the editor. Each returns what stops it. */
export interface EditorEvents {
  /** The user comes to this window. */
  onFocus(listener: () => void): Unsubscribe;
  onTrustGranted(listener: () => void): Unsubscribe;
  onSettingChange(id: FollowedSetting, listener: () => void): Unsubscribe;
  /** A secret of this extension was stored or removed, where VS Code tells of it. */
  onSecretsChange(listener: () => void): Unsubscribe;
  /** An extension came or went. */
  onExtensionsChange(listener: () => void): Unsubscribe;
}

export interface StateSyncParts {
  readonly editor: EditorEvents;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly watch: TokenWatch;
  readonly renewer: Renewer;
  readonly log: Log;
  /** Looks at the wall clock again: this machine may have slept. */
  readonly wake: () => void;
  readonly exitRevocation: Pick<ExitRevocation, 'atStart'>;
  /** Whether the user wants tokens on disk. */
  readonly sealsTokens: () => boolean;
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

/** Reads what is stored, then carries every event that matters to the parts that depend on it. */
export class StateSync {
  readonly #parts: StateSyncParts;
  readonly #subscriptions: Unsubscribe[] = [];
  #shown: readonly Shown[] = [];
  #started: Promise<void> = Promise.resolve();
  #leftRevoked: Promise<void> | undefined;
  #isDisposed = false;

  constructor(parts: StateSyncParts) {
    this.#parts = parts;
  }

  /**
   * Reads what is stored; never fails, but reports.
   *
   * @param shown what shows the accounts, or hands them to others
   */
  start(shown: readonly Shown[]): void {
    this.#shown = shown;
    this.#started = this.#start();
  }

  async #start(): Promise<void> {
    const { profiles, sealsTokens, removeStoredTokens } = this.#parts;
    const { reportDamagedTokens, reportDamagedKeys } = this.#parts;
    try {
      if (!sealsTokens()) await removeStoredTokens();
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
    this.#show();
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
        this.#show();
      }),
      active.onDidChange(() => {
        this.#show();
      }),
      profiles.onDidChange(({ added, changed, removed }) => {
        for (const profile of [...added, ...changed]) this.#background(this.#load(profile.id));
        for (const { id } of removed) this.#background(tokens.forget(id));
        this.#show();
      }),
      renewer.onDidChange((profileId) => {
        const profile = profiles.find(profileId);
        if (profile !== undefined) noticeRenewal(profile);
        this.#show();
      }),
      watchTokenFiles((fileName) => {
        this.#background(this.#load(fileName.replace(/\.json$/, '')));
      }),
    ];
  }

  #followEditor(): Unsubscribe[] {
    const { editor, profiles, renewer, wake } = this.#parts;
    const show = (): void => {
      this.#show();
    };
    const decide = (): void => {
      renewer.refresh();
    };
    const decideAndShow = (): void => {
      decide();
      show();
    };
    return [
      editor.onSecretsChange(() => {
        this.#background(profiles.refresh());
      }),
      editor.onFocus(() => {
        wake();
        // Where neither files nor secrets can be watched, this is how other windows are noticed.
        this.#background(this.#read());
      }),
      editor.onTrustGranted(decideAndShow),
      editor.onSettingChange('autoRenew', decide),
      editor.onSettingChange('renewal', decide),
      editor.onSettingChange('injection', show),
      editor.onSettingChange('endpoints', decideAndShow),
      editor.onSettingChange('tokenStorage', () => {
        this.#background(this.#storeAsWanted());
      }),
      // A client that is there or gone decides what the references stand for.
      editor.onExtensionsChange(show),
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
    this.#show();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const stop of this.#subscriptions) stop();
  }

  #show(): void {
    // What is stored may have been read only after the end, which must not bring anything back.
    if (this.#isDisposed) return;
    for (const each of this.#shown) each.update();
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

  async #read(): Promise<void> {
    await this.#parts.profiles.refresh();
    await this.#loadAll();
  }

  async #loadAll(): Promise<void> {
    await Promise.all(this.#parts.profiles.all.map(({ id }) => this.#load(id)));
  }

  async #storeAsWanted(): Promise<void> {
    const { profiles, tokens, sealsTokens, removeStoredTokens } = this.#parts;
    if (sealsTokens()) {
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

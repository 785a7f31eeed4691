import * as vscode from 'vscode';
import type { ActiveProfile } from '../core/activeProfile.ts';
import { toKiwoomError } from '../core/errors.ts';
import type { ExitRevocation } from '../core/exitRevocation.ts';
import type { KeyStore, Log } from '../core/ports.ts';
import type { Profiles } from '../core/profiles.ts';
import type { Renewer } from '../core/renewer.ts';
import type { TokenManager } from '../core/tokenManager.ts';
import type { TokenWatch } from '../core/tokenWatch.ts';
import { reportDamagedKeys } from './keys/damageReport.ts';
import { t } from './localize.ts';
import { showError } from './notifications.ts';
import { RenewalNotices } from './renewalNotices.ts';
import { settings } from './settings.ts';
import { profileName } from './words.ts';

export interface Shown {
  /** Shows what there is now. */
  update(): void;
}

export interface KeepInStepParts {
  readonly secrets: vscode.SecretStorage;
  readonly globalState: vscode.Memento;
  readonly keyStore: KeyStore;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly watch: TokenWatch;
  readonly renewer: Renewer;
  readonly log: Log;
  /** Looks at the wall clock again: this machine may have slept. */
  readonly wake: () => void;
  readonly exitRevocation: ExitRevocation;
  /** Leaves no token on disk. */
  readonly removeStoredTokens: () => Promise<void>;
  /** Tells the names of token files that any window wrote; returns what stops it. */
  readonly watchTokenFiles: (onChange: (fileName: string) => void) => () => void;
}

/** Reads what is stored, then carries every event that matters to the parts that depend on it. */
export class KeepInStep {
  readonly #parts: KeepInStepParts;
  readonly #subscriptions: vscode.Disposable[] = [];
  #shown: readonly Shown[] = [];
  #started: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(parts: KeepInStepParts) {
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
    const { profiles } = this.#parts;
    try {
      if (!settings.sealsTokens()) await this.#parts.removeStoredTokens();
      await profiles.refresh();
      // Before anything can load a token that the last window had no time to revoke.
      await this.#parts.exitRevocation.atStart();
      this.#follow();
      await this.#loadAll();
      await this.#reportDamagedTokens();
      this.#background(this.#reportDamagedKeys());
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

  #followAccounts(): vscode.Disposable[] {
    const { profiles, active, tokens, watch, renewer, secrets, watchTokenFiles } = this.#parts;
    const notices = new RenewalNotices(renewer);
    const stops = [
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
        if (profile !== undefined) notices.update(profile);
        this.#show();
      }),
      watchTokenFiles((fileName) => {
        this.#background(this.#load(fileName.replace(/\.json$/, '')));
      }),
    ];
    return [
      ...stops.map((stop) => new vscode.Disposable(stop)),
      secrets.onDidChange(() => {
        this.#background(profiles.refresh());
      }),
    ];
  }

  #followEditor(): vscode.Disposable[] {
    const { renewer, wake } = this.#parts;
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
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (!focused) return;
        wake();
        // Where neither files nor secrets can be watched, this is how other windows are noticed.
        this.#background(this.#read());
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(decideAndShow),
      settings.onDidChange('autoRenew', decide),
      settings.onDidChange('renewal', decide),
      settings.onDidChange('injection', show),
      settings.onDidChange('endpoints', decideAndShow),
      settings.onDidChange('tokenStorage', () => {
        this.#background(this.#storeAsWanted());
      }),
      // A client that is there or gone decides what the references stand for.
      vscode.extensions.onDidChange(show),
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
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #show(): void {
    // What is stored may have been read only after the end, which must not bring anything back.
    if (this.#isDisposed) return;
    for (const each of this.#shown) each.update();
  }

  async #load(profileId: string): Promise<void> {
    const { profiles, tokens } = this.#parts;
    const profile = profiles.all.find(({ id }) => id === profileId);
    if (profile !== undefined) await tokens.load(profile);
  }

  async #read(): Promise<void> {
    await this.#parts.profiles.refresh();
    await this.#loadAll();
  }

  async #loadAll(): Promise<void> {
    const { profiles, tokens } = this.#parts;
    await Promise.all(profiles.all.map((profile) => tokens.load(profile)));
  }

  async #storeAsWanted(): Promise<void> {
    const { profiles, tokens, removeStoredTokens } = this.#parts;
    if (settings.sealsTokens()) {
      await Promise.all(profiles.all.map((profile) => tokens.store(profile)));
    } else {
      await removeStoredTokens();
    }
  }

  /** Once: the damaged file goes, and with it the reason to report it at the next start. */
  async #reportDamagedTokens(): Promise<void> {
    const { profiles, tokens } = this.#parts;
    for (const profile of profiles.all) {
      const error = tokens.lastError(profile.id);
      if (error?.code !== 'token-damaged') continue;
      void showError(error, { profile: profile.id, about: profileName(profile, t) });
      await tokens.forget(profile.id);
    }
  }

  async #reportDamagedKeys(): Promise<void> {
    const { profiles, keyStore, globalState, log } = this.#parts;
    await reportDamagedKeys(profiles.damagedIds, keyStore, globalState, log);
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
    void showError(error, { retry });
  }
}

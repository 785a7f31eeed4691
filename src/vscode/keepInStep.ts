import * as vscode from 'vscode';
import type { ActiveProfile } from '../core/activeProfile.ts';
import { toKiwoomError } from '../core/errors.ts';
import type { KeyStore, Log } from '../core/ports.ts';
import type { Profiles } from '../core/profiles.ts';
import type { Renewer } from '../core/renewer.ts';
import type { TokenManager } from '../core/tokenManager.ts';
import type { TokenWatch } from '../core/tokenWatch.ts';
import { reportDamagedKeys } from './damageReport.ts';
import { showError } from './notifications.ts';
import type { ProcessEnvInjection } from './processEnvInjection.ts';
import { RenewalNotices } from './renewalNotices.ts';
import { settings } from './settings.ts';
import type { StatusBar } from './statusBar.ts';

export interface KeepInStepParts {
  readonly secrets: vscode.SecretStorage;
  readonly globalState: vscode.Memento;
  readonly keyStore: KeyStore;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly watch: TokenWatch;
  readonly renewer: Renewer;
  readonly injection: ProcessEnvInjection;
  readonly statusBar: StatusBar;
  readonly log: Log;
  /** Looks at the wall clock again: this machine may have slept. */
  readonly wake: () => void;
  /** Tells the names of token files that any window wrote; returns what stops it. */
  readonly watchTokenFiles: (onChange: (fileName: string) => void) => () => void;
}

/** Reads what is stored, then carries every event that matters to the parts that depend on it. */
export class KeepInStep {
  readonly #parts: KeepInStepParts;
  readonly #subscriptions: vscode.Disposable[] = [];

  constructor(parts: KeepInStepParts) {
    this.#parts = parts;
  }

  /** Resolves when keys and tokens are read and the variables are set; never rejects. */
  async start(): Promise<void> {
    const { profiles, active, watch, renewer, statusBar, secrets, wake, watchTokenFiles } =
      this.#parts;
    const notices = new RenewalNotices(renewer);
    const decideAnew = (): void => {
      renewer.refresh();
    };
    const show = (): void => {
      this.#show();
    };
    this.#subscriptions.push(
      new vscode.Disposable(watch.onDidChange(show)),
      new vscode.Disposable(active.onDidChange(show)),
      new vscode.Disposable(
        profiles.onDidChange(({ added, changed, removed }) => {
          for (const profile of [...added, ...changed]) this.#background(this.#load(profile.id));
          for (const { id } of removed) this.#background(this.#parts.tokens.forget(id));
          show();
        }),
      ),
      secrets.onDidChange(() => {
        this.#background(profiles.refresh());
      }),
      new vscode.Disposable(
        watchTokenFiles((fileName) => {
          this.#background(this.#load(fileName.replace(/\.json$/, '')));
        }),
      ),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) wake();
      }),
      new vscode.Disposable(
        renewer.onDidChange((profileId) => {
          notices.update(profileId);
          show();
        }),
      ),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        renewer.refresh();
        show();
      }),
      settings.onDidChange('autoRenew', decideAnew),
      settings.onDidChange('renewal', decideAnew),
      settings.onDidChange('injection.processEnv', show),
      settings.onDidChange('endpoints', show),
      settings.onDidChange('tokenStorage', () => {
        this.#background(this.#storeAgain());
      }),
    );
    try {
      await profiles.refresh();
      await Promise.all(profiles.all.map(({ id }) => this.#load(id)));
    } catch (thrown) {
      this.#report(thrown);
    }
    statusBar.update();
    this.#background(this.#reportDamage());
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #show(): void {
    this.#parts.injection.update();
    this.#parts.statusBar.update();
  }

  async #load(profileId: string): Promise<void> {
    const { profiles, tokens } = this.#parts;
    const profile = profiles.all.find(({ id }) => id === profileId);
    if (profile !== undefined) await tokens.load(profile);
  }

  async #storeAgain(): Promise<void> {
    const { profiles, tokens } = this.#parts;
    await Promise.all(profiles.all.map((profile) => tokens.store(profile)));
  }

  async #reportDamage(): Promise<void> {
    const { profiles, tokens, keyStore, globalState, log } = this.#parts;
    for (const { id } of profiles.all) {
      const error = tokens.lastError(id);
      if (error?.code !== 'token-damaged') continue;
      void showError(error);
      await tokens.forget(id);
    }
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
    this.#parts.log.error('background-failed', { error: error.message });
    void showError(error);
  }
}

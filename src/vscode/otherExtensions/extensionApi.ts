import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/event.ts';
import type {
  KiwoomApi,
  KiwoomExports,
  KiwoomProfile,
  KiwoomTokenState,
} from '../../api/kiwoom-rest-auth.d.ts';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import type { TokenWatch } from '../../core/tokens/tokenWatch.ts';

export interface ExtensionApiParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly watch: TokenWatch;
  /** Resolves once the stored keys and tokens have been read. */
  readonly ready: () => Promise<void>;
  readonly call: KiwoomApi['call'];
}

/** The exported API, documented in src/api. Created on first use. */
export class ExtensionApi implements KiwoomExports {
  readonly #started: Promise<ExtensionApiParts>;
  #parts: ExtensionApiParts | undefined;
  #version1: Version1 | undefined;

  /** @param parts a promise, because another extension may call before the application has started */
  constructor(parts: Promise<ExtensionApiParts>) {
    this.#started = parts.then((each) => {
      this.#parts = each;
      this.#version1?.start(each);
      return each;
    });
  }

  /** @param version not validated yet: it comes from another extension */
  getApi(version: number): KiwoomApi {
    if (version !== 1) {
      throw new Error(`Kiwoom REST Auth has no API of version ${version}; it has version 1.`);
    }
    if (this.#version1 === undefined) {
      this.#version1 = new Version1(this.#started);
      if (this.#parts !== undefined) this.#version1.start(this.#parts);
    }
    return this.#version1.api;
  }

  dispose(): void {
    this.#version1?.dispose();
  }
}

class Version1 {
  readonly api: KiwoomApi;
  readonly #profilesChanged = new vscode.EventEmitter<void>();
  readonly #activeChanged = new vscode.EventEmitter<KiwoomProfile | undefined>();
  readonly #stateChanged = new vscode.EventEmitter<{ readonly profileId: string }>();
  #listening: readonly Disposable[] = [];
  /** Until they are available, the API reports no accounts. */
  #parts: ExtensionApiParts | undefined;
  #lastActive: string | undefined;
  #isDisposed = false;

  constructor(started: Promise<ExtensionApiParts>) {
    const profiles = () => this.#parts?.profiles.all.map((profile) => facts(profile)) ?? [];
    const activeProfile = () => facts(this.#parts?.active.current);
    this.api = Object.freeze({
      version: 1 as const,
      ready: async () => (await started).ready(),
      get profiles() {
        return profiles();
      },
      onDidChangeProfiles: this.#profilesChanged.event,
      get activeProfile() {
        return activeProfile();
      },
      onDidChangeActiveProfile: this.#activeChanged.event,
      state: (profileId?: string) => this.#state(profileId),
      onDidChangeState: this.#stateChanged.event,
      call: async (...given: Parameters<KiwoomApi['call']>) => (await started).call(...given),
    });
  }

  start(parts: ExtensionApiParts): void {
    if (this.#isDisposed) return;
    this.#parts = parts;
    const { profiles, active, watch } = parts;
    this.#lastActive = JSON.stringify(facts(active.current));
    const lookAtActive = (): void => {
      const now = facts(active.current);
      if (JSON.stringify(now) === this.#lastActive) return;
      this.#lastActive = JSON.stringify(now);
      this.#activeChanged.fire(now);
    };
    this.#listening = [
      profiles.onDidChange(() => {
        this.#profilesChanged.fire();
        lookAtActive();
      }),
      active.onDidChange(lookAtActive),
      watch.onDidChange((profileId) => {
        this.#stateChanged.fire({ profileId });
      }),
    ];
  }

  #state(profileId = this.#parts?.active.current?.id ?? ''): KiwoomTokenState {
    if (this.#parts === undefined) return { kind: 'none' };
    const { tokens, profiles } = this.#parts;
    const state = tokens.state(profiles.find(profileId)?.id ?? profileId);
    const token = state.kind === 'issuing' ? state.held : 'token' in state && state.token;
    return token
      ? { kind: state.kind, expiresAt: new Date(token.expiresAt) }
      : { kind: state.kind };
  }

  dispose(): void {
    this.#isDisposed = true;
    vscode.Disposable.from(
      ...this.#listening,
      this.#profilesChanged,
      this.#activeChanged,
      this.#stateChanged,
    ).dispose();
  }
}

function facts(profile: Profile): KiwoomProfile;
function facts(profile: Profile | undefined): KiwoomProfile | undefined;
function facts(profile: Profile | undefined): KiwoomProfile | undefined {
  if (profile === undefined) return undefined;
  const { id, label, environment } = profile;
  return { id, label, environment };
}

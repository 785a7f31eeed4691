import * as vscode from 'vscode';
import type { KiwoomApi, KiwoomExports, KiwoomProfile } from '../../api/kiwoom-rest-auth.d.ts';
import type { ActiveProfile } from '../../core/activeProfile.ts';
import type { Profile } from '../../core/profile.ts';
import type { Profiles } from '../../core/profiles.ts';
import type { TokenManager } from '../../core/tokenManager.ts';
import type { TokenWatch } from '../../core/tokenWatch.ts';

export interface ExtensionApiParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly watch: TokenWatch;
  /** Resolves once what is stored has been read. */
  readonly ready: () => Promise<void>;
  readonly call: KiwoomApi['call'];
}

/** What other extensions get; src/api has the words for it. Made for the first one that asks. */
export class ExtensionApi implements KiwoomExports {
  readonly #parts: ExtensionApiParts;
  #version1: { readonly api: KiwoomApi; readonly listening: vscode.Disposable } | undefined;

  constructor(parts: ExtensionApiParts) {
    this.#parts = parts;
  }

  /** @param version unchecked: it comes from another extension */
  getApi(version: number): KiwoomApi {
    if (version !== 1) {
      throw new Error(`Kiwoom REST Auth has no API of version ${version}; it has version 1.`);
    }
    this.#version1 ??= version1(this.#parts);
    return this.#version1.api;
  }

  dispose(): void {
    this.#version1?.listening.dispose();
  }
}

function version1({ profiles, active, tokens, watch, ready, call }: ExtensionApiParts) {
  const profilesChanged = new vscode.EventEmitter<void>();
  const activeChanged = new vscode.EventEmitter<KiwoomProfile | undefined>();
  const stateChanged = new vscode.EventEmitter<{ readonly profileId: string }>();
  let last = JSON.stringify(facts(active.current));
  const lookAtActive = (): void => {
    const now = facts(active.current);
    if (JSON.stringify(now) === last) return;
    last = JSON.stringify(now);
    activeChanged.fire(now);
  };
  const listening = vscode.Disposable.from(
    new vscode.Disposable(
      profiles.onDidChange(() => {
        profilesChanged.fire();
        lookAtActive();
      }),
    ),
    new vscode.Disposable(active.onDidChange(lookAtActive)),
    new vscode.Disposable(
      watch.onDidChange((profileId) => {
        stateChanged.fire({ profileId });
      }),
    ),
    profilesChanged,
    activeChanged,
    stateChanged,
  );
  const api: KiwoomApi = Object.freeze({
    version: 1 as const,
    ready,
    get profiles() {
      return profiles.all.map((profile) => facts(profile));
    },
    onDidChangeProfiles: profilesChanged.event,
    get activeProfile() {
      return facts(active.current);
    },
    onDidChangeActiveProfile: activeChanged.event,
    state(profileId = active.current?.id ?? '') {
      const state = tokens.state(profiles.find(profileId)?.id ?? profileId);
      const token = state.kind === 'issuing' ? state.held : 'token' in state && state.token;
      return token
        ? { kind: state.kind, expiresAt: new Date(token.expiresAt) }
        : { kind: state.kind };
    },
    onDidChangeState: stateChanged.event,
    call,
  });
  return { api, listening };
}

function facts(profile: Profile): KiwoomProfile;
function facts(profile: Profile | undefined): KiwoomProfile | undefined;
function facts(profile: Profile | undefined): KiwoomProfile | undefined {
  if (profile === undefined) return undefined;
  const { id, label, environment } = profile;
  return { id, label, environment };
}

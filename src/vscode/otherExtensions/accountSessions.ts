import type { AuthenticationSession } from 'vscode';
import { type Disposable, Emitter } from '../../core/base/event.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { AccessToken } from '../../core/model/token.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import type { Localize } from '../shell/localize.ts';
import { profileName } from '../shell/formatting.ts';

export interface AccountSessionsParts {
  readonly profiles: Profiles;
  readonly tokens: TokenManager;
  /** Resolves once the stored keys and tokens have been read. */
  readonly ready: () => Promise<void>;
  /** Whether tokens may be handed out in this workspace. */
  readonly trusted: () => boolean;
  /** Whether this profile's renewal is failing, so that another attempt would not help. */
  readonly troubled: (profileId: string) => boolean;
  readonly t: Localize;
  readonly onListenerError: (thrown: unknown) => void;
}

export interface SessionsChange {
  readonly added: AuthenticationSession[];
  readonly removed: AuthenticationSession[];
  readonly changed: AuthenticationSession[];
}

/**
 * Maps accounts to VS Code's authentication sessions. A session exists for a profile whose token was issued and
 * not revoked; VS Code itself asks the user which extension gets it.
 */
export class AccountSessions {
  readonly #parts: AccountSessionsParts;
  readonly #changed: Emitter<SessionsChange>;
  #known = new Map<string, AuthenticationSession>();
  /** Previous token of each profile, which a caller may still hold. */
  readonly #before = new Map<string, string>();

  constructor(parts: AccountSessionsParts) {
    this.#parts = parts;
    this.#changed = new Emitter(parts.onListenerError);
  }

  /** Calls the listener only for actual changes. */
  onDidChange(listener: (change: SessionsChange) => void): Disposable {
    return this.#changed.on(listener);
  }

  /** Compares the sessions with the previous snapshot and emits the changes. */
  update(): void {
    const { profiles, tokens, trusted } = this.#parts;
    const before = this.#known;
    const held = trusted() ? profiles.all : [];
    const now = new Map(
      held.flatMap((profile) => {
        const token = tokens.current(profile);
        // A replacement in progress is emitted as one change when it ends.
        const replaced = tokens.state(profile.id).kind === 'issuing' && before.get(profile.id);
        const session = token === undefined ? replaced : this.of(profile, token);
        return session ? [[profile.id, session] as const] : [];
      }),
    );
    this.#known = now;
    const removed = [...before.values()].filter(({ id }) => !now.has(id));
    const added = [...now.values()].filter(({ id }) => !before.has(id));
    const changed = [...now.values()].filter((session) => {
      const old = before.get(session.id);
      return old !== undefined && !same(old, session);
    });
    for (const [id, { accessToken }] of before) {
      if (now.get(id)?.accessToken !== accessToken) this.#before.set(id, accessToken);
    }
    // After signing out, sessions handed out before are no longer accepted.
    for (const id of this.#before.keys()) {
      if (tokens.state(id).kind === 'none') this.#before.delete(id);
    }
    if (added.length + removed.length + changed.length > 0) {
      this.#changed.emit({ added, removed, changed });
    }
  }

  /**
   * Returns the matching sessions. VS Code calls this without scopes for its own lists, also at start, and with
   * scopes for an extension, before it knows whether the user allows that extension anything: so it replaces
   * only an invalid token, and only where a single account matches. A token that was never issued or was
   * revoked needs {@link SignIn.create}, which runs after the user's consent.
   */
  async list(
    scopes: readonly string[] | undefined,
    accountId: string | undefined,
  ): Promise<AuthenticationSession[]> {
    if (!this.#parts.trusted()) return [];
    await this.#parts.ready();
    const fitting = this.fitting(scopes, accountId);
    const replaces = scopes !== undefined && fitting.length === 1;
    const found = await Promise.all(
      fitting.map(async (profile) => {
        const token = await this.#token(profile, replaces);
        return token === undefined ? [] : [this.of(profile, token, scopes)];
      }),
    );
    return found.flat();
  }

  /** Returns the profiles that match all scopes; a scope is an environment or a profile's id. */
  fitting(scopes: readonly string[] = [], accountId?: string): readonly Profile[] {
    const { profiles } = this.#parts;
    return profiles.all.filter(
      (profile) =>
        (accountId === undefined || profiles.find(accountId) === profile) &&
        scopes.every((scope) => scope === profile.environment || profiles.find(scope) === profile),
    );
  }

  /** @param scopes as requested, by which VS Code recognizes the session */
  of(profile: Profile, token: AccessToken, scopes: readonly string[] = []): AuthenticationSession {
    return {
      id: profile.id,
      accessToken: token.value.reveal(),
      account: { id: profile.id, label: accountLabel(profile, this.#parts.t) },
      scopes: scopes.length === 0 ? [profile.environment] : [...scopes],
    };
  }

  /**
   * Returns the profile of a session handed out in this window, unless its token was revoked or replaced more
   * than once since.
   */
  profileOf(session: Pick<AuthenticationSession, 'id' | 'accessToken'>): Profile | undefined {
    const { profiles, tokens, trusted } = this.#parts;
    const profile = profiles.find(session.id);
    if (!trusted() || profile === undefined) return undefined;
    const { kind } = tokens.state(profile.id);
    if (kind === 'none' || kind === 'revoking') return undefined;
    const shown = [this.#known.get(profile.id)?.accessToken, this.#before.get(profile.id)];
    return shown.includes(session.accessToken) ? profile : undefined;
  }

  async #token(profile: Profile, replaces: boolean): Promise<AccessToken | undefined> {
    const { tokens, troubled } = this.#parts;
    const { kind } = tokens.state(profile.id);
    if (kind === 'none' || kind === 'revoking') return undefined;
    if (!replaces || troubled(profile.id)) return tokens.current(profile);
    try {
      return await tokens.ensure(profile);
    } catch {
      // The status bar shows the reason; signing in would show it to the requesting extension.
      return tokens.current(profile);
    }
  }
}

/**
 * VS Code identifies the user's consent by this text alone. The account number may be the same for mock and
 * real, and labels may be reused, so the text contains part of the profile's id.
 */
function accountLabel(profile: Profile, t: Localize): string {
  return `${profileName(profile, t)} · ${profile.id.slice(-6)}`;
}

function same(a: AuthenticationSession, b: AuthenticationSession): boolean {
  return a.accessToken === b.accessToken && a.account.label === b.account.label;
}

import type * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Environment } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { AccessToken } from '../../core/model/token.ts';
import type { Log, Scheduler } from '../../core/model/ports.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { Secret } from '../../core/base/secret.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';

/** Result of rewriting another program's file; see node/rewriteFile.ts. */
export type RewriteResult = 'rewritten' | 'unchanged' | 'missing' | 'refused' | 'busy';

/** @param change returns the new text, or `undefined` to leave the file unchanged */
export type RewriteHistory = (
  change: (text: string) => string | undefined,
) => Promise<RewriteResult>;

export type RewriteFile = (
  file: string,
  change: (text: string) => string | undefined,
) => Promise<RewriteResult>;

export interface RestClientParts {
  readonly globalState: vscode.Memento;
  readonly globalStorageUri: vscode.Uri;
  /** Whether the user settings are on another machine than this process. */
  readonly settingsElsewhere: boolean;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  /** The value that clients get for an account now: its token, or its pass for the gateway. */
  readonly handedOut: (profile: Profile) => Pick<AccessToken, 'value'> | undefined;
  readonly gateway: {
    /** Whether the gateway is switched on. */
    wanted(): boolean;
    /** `undefined` while it is not running. */
    addressOf(environment: Environment): string | undefined;
  };
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly trusted: () => boolean;
  /** Whether this window has the focus. */
  readonly focused: () => boolean;
  /** Whether no other window is open on this machine. */
  readonly alone: () => boolean;
  readonly fingerprint: (secret: Secret) => string;
  readonly rewriteFile: RewriteFile;
  /** Rewrites REST Client's history of sent requests. */
  readonly rewriteHistory: RewriteHistory;
}

/** Keys of the global state. */
export const stateKeys = {
  /** Set while a token may be in the user settings. */
  tokenWritten: 'restClient.tokenWritten',
  /** The user's `list` of settings ignored by Settings Sync before we added ours. */
  ignoredBefore: 'restClient.ignoredBefore',
  issuedTokens: 'restClient.issuedTokens',
  /** `always` or `never`, once the user has chosen. */
  historyChoice: 'restClient.historyChoice',
} as const;

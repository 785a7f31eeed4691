import type * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Environment } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { AccessToken } from '../../core/model/token.ts';
import type { Log, Scheduler } from '../../core/model/ports.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { Secret } from '../../core/base/secret.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';

/** What became of a file of another program; see node/rewriteFile.ts. */
export type RewriteResult = 'rewritten' | 'unchanged' | 'missing' | 'refused' | 'busy';

/** @param change gives the new text, or `undefined` to leave the file alone */
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
  /** Whether the user settings lie on another machine than this process runs on. */
  readonly settingsElsewhere: boolean;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  /** What a client gets of an account now: its token, or what stands for it at the gateway. */
  readonly handedOut: (profile: Profile) => Pick<AccessToken, 'value'> | undefined;
  readonly gateway: {
    /** Whether it is to run. */
    wanted(): boolean;
    /** Nothing while it does not. */
    addressOf(environment: Environment): string | undefined;
  };
  readonly scheduler: Pick<Scheduler, 'after'>;
  readonly log: Log;
  readonly trusted: () => boolean;
  /** Whether the user is in this window. */
  readonly focused: () => boolean;
  /** Whether no other window of this machine is open. */
  readonly alone: () => boolean;
  readonly fingerprint: (secret: Secret) => string;
  readonly rewriteFile: RewriteFile;
  /** On REST Client's list of sent requests. */
  readonly rewriteHistory: RewriteHistory;
}

/** Keys in the global state. */
export const stateKeys = {
  /** A token of ours may stand in the user settings. */
  tokenWritten: 'restClient.tokenWritten',
  /** The `list` of what Settings Sync ignores, as it was before ours was added. */
  ignoredBefore: 'restClient.ignoredBefore',
  issuedTokens: 'restClient.issuedTokens',
  /** `always` or `never`, once the user chose. */
  historyChoice: 'restClient.historyChoice',
} as const;

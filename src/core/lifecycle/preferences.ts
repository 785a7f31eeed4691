import type { Disposable } from '../base/event.ts';
import type { RenewalPolicy } from './renewalPolicy.ts';

/** A setting, or the common prefix of several. */
export type FollowedSetting = 'autoRenew' | 'renewal' | 'injection' | 'endpoints' | 'tokenStorage';

/** The user's settings and the workspace's trust, read on every use. */
export interface Preferences {
  readonly renewalPolicy: () => RenewalPolicy;
  /** Whether the last window revokes the tokens when it closes. */
  readonly revokesOnExit: () => boolean;
  /** Whether tokens may be stored, sealed, on this machine's disk. */
  readonly sealsTokens: () => boolean;
  /**
   * Whether the workspace is trusted: an untrusted one must not cause the use of a key, not even by
   * being opened.
   */
  readonly trusted: () => boolean;
  readonly onDidChange: (setting: FollowedSetting, listener: () => void) => Disposable;
}

import type { Unsubscribe } from '../base/event.ts';
import type { RenewalPolicy } from './renewalPolicy.ts';

/** A setting, or the beginning of several. */
export type FollowedSetting = 'autoRenew' | 'renewal' | 'injection' | 'endpoints' | 'tokenStorage';

/** What the user wants, asked each time: settings, and whether the workspace is trusted. */
export interface Preferences {
  readonly renewalPolicy: () => RenewalPolicy;
  /** Whether tokens end with the last window. */
  readonly revokesOnExit: () => boolean;
  /** Whether tokens may be kept, sealed, on this machine's disk. */
  readonly sealsTokens: () => boolean;
  /** A workspace that is not trusted must not make a key be used, not even by being opened. */
  readonly trusted: () => boolean;
  readonly onDidChange: (setting: FollowedSetting, listener: () => void) => Unsubscribe;
}

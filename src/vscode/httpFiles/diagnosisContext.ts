import process from 'node:process';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import { keyVariables } from '../../core/handover/injectedVariables.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { SecretMatcher } from '../../core/leaks/secretSearch.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import type {
  DiagnosisContext,
  KiwoomKnowledge,
  ReferenceState,
} from '../../httpFile/httpLanguage.ts';
import { sendsEmptyReferences } from './tokenRecipients.ts';

export interface Circumstances {
  readonly profiles: Pick<Profiles, 'loaded'>;
  readonly active: Pick<ActiveProfile, 'current' | 'lastUsedIn'>;
  readonly tokens: Pick<TokenManager, 'state'>;
  /** The token or the pass that clients get now. */
  readonly handedOut: (profile: Profile) => object | undefined;
}

/** Snapshot of the accounts and values behind the references. */
export function diagnosisContext(
  { profiles, active, tokens, handedOut }: Circumstances,
  secrets: SecretMatcher,
  knowledge: KiwoomKnowledge,
  workspaceEnvironments: DiagnosisContext['workspaceEnvironments'],
): DiagnosisContext {
  const isKnown = profiles.loaded && sendsEmptyReferences();
  const stateOf = (profile: Profile | undefined): ReferenceState => {
    if (!isKnown) return { profile, token: 'unknown' };
    if (profile === undefined) return { profile, token: 'none' };
    if (handedOut(profile) !== undefined) return { profile, token: 'held' };
    // A token that is being issued counts as available: it arrives before the user can act on the diagnostic.
    const isComing = tokens.state(profile.id).kind === 'issuing';
    return { profile, token: isComing ? 'unknown' : 'none' };
  };
  return {
    references: {
      active: stateOf(active.current),
      real: stateOf(active.lastUsedIn('real')),
      mock: stateOf(active.lastUsedIn('mock')),
    },
    secrets,
    ...knowledge,
    ownKeys:
      knowledge.hosts.gateway === undefined && process.env[keyVariables.appkey] !== undefined,
    workspaceEnvironments,
  };
}

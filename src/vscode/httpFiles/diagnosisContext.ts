import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/activeProfile.ts';
import type { Profile } from '../../core/profile.ts';
import type { Profiles } from '../../core/profiles.ts';
import type { SecretMatcher } from '../../core/secretSearch.ts';
import type { TokenManager } from '../../core/tokenManager.ts';
import type { TrCatalogue } from '../../core/tr.ts';
import type { DiagnosisContext, ReferenceState } from '../../httpFile/diagnosis/httpDiagnostic.ts';

import { settings } from '../settings.ts';
import { kiwoomHosts } from './httpDocuments.ts';

/** Their extensions' ids, spelled here once more: sharing them with start-up would make it larger. */
const clients = { httpyac: 'anweber.vscode-httpyac', restClient: 'humao.rest-client' } as const;

export interface Circumstances {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
}

/** What the references in a file stand for at this moment. */
export function diagnosisContext(
  { profiles, active, tokens }: Circumstances,
  secrets: SecretMatcher,
  catalogue: TrCatalogue,
): DiagnosisContext {
  const handsOut = profiles.loaded && handsOutTokens();
  const stateOf = (profile: Profile | undefined): ReferenceState => {
    if (!handsOut) return { profile, token: 'unknown' };
    if (profile === undefined) return { profile, token: 'none' };
    if (tokens.current(profile) !== undefined) return { profile, token: 'held' };
    // One that is on its way is there before anybody can act on the diagnostic.
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
    hosts: kiwoomHosts(),
    catalogue,
  };
}

/** Whether a reference without a token is empty when it is sent. */
function handsOutTokens(): boolean {
  if (!vscode.workspace.isTrusted || !settings.injectsProcessEnv()) return false;
  const isThere = (id: string): boolean => vscode.extensions.getExtension(id) !== undefined;
  // httpyac is given a token when it sends; who has it alone sends no empty one.
  const issuesOnDemand = isThere(clients.httpyac) && settings.injectsIntoHttpyac();
  return !issuesOnDemand || isThere(clients.restClient);
}

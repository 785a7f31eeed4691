import type { Profile } from '../model/profile.ts';

/** Which accounts the user has opened to agents. */
export type AgentAccounts = 'mock' | 'all';

export function isOpenToAgents(
  { environment }: Pick<Profile, 'environment'>,
  accounts: AgentAccounts,
): boolean {
  return environment === 'mock' || accounts === 'all';
}

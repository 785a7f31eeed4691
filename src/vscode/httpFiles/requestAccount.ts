import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Environment } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { ReferenceScope } from '../../httpFile/httpLanguage.ts';
import type { AccountFacts } from '../accounts/accountStatus.ts';
import type { Handover } from './handover.ts';

/** The accounts as requests use them. */
export interface Accounts {
  readonly count: number;
  readonly handover: Handover;
  readonly active: Profile | undefined;
  readonly lastUsedIn: (environment: Environment) => Profile | undefined;
  readonly facts: (profile: Profile) => AccountFacts;
}

/**
 * The account behind a reference.
 *
 * @returns `undefined` if there is none, or if REST Client decides which
 */
export function accountOf(scope: ReferenceScope, accounts: Accounts): Profile | undefined {
  switch (scope) {
    case 'active':
      return accounts.active;
    case 'real':
    case 'mock':
      return accounts.lastUsedIn(scope);
    case 'selected':
      return undefined;
  }
}

/** Read afresh at each question. */
export function accountsOf(
  { all }: { readonly all: readonly Profile[] },
  active: ActiveProfile,
  facts: (profile: Profile) => AccountFacts,
  handover: Handover,
): Accounts {
  return {
    count: all.length,
    handover,
    active: active.current,
    lastUsedIn: (environment) => active.lastUsedIn(environment),
    facts,
  };
}

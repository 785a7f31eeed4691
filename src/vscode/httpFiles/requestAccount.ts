import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Environment } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { ReferenceScope } from '../../httpFile/httpLanguage.ts';
import type { AccountFacts } from '../accounts/accountStatus.ts';
import type { TokenRecipients } from './tokenRecipients.ts';

/** Snapshot of the accounts that requests can use. */
export interface Accounts {
  readonly count: number;
  readonly recipients: TokenRecipients;
  readonly active: Profile | undefined;
  readonly lastUsedIn: (environment: Environment) => Profile | undefined;
  readonly facts: (profile: Profile) => AccountFacts;
}

/**
 * Returns the account behind a reference.
 *
 * @returns `undefined` if there is none, or if the selected environment of REST Client decides
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

export function accountsOf(
  { all }: { readonly all: readonly Profile[] },
  active: ActiveProfile,
  facts: (profile: Profile) => AccountFacts,
  recipients: TokenRecipients,
): Accounts {
  return {
    count: all.length,
    recipients,
    active: active.current,
    lastUsedIn: (environment) => active.lastUsedIn(environment),
    facts,
  };
}

import * as vscode from 'vscode';
import { environments } from '../core/environment.ts';
import type { Profile } from '../core/profile.ts';
import type { TokenState } from '../core/tokenState.ts';
import { t } from './localize.ts';
import type { Choice } from './prompts.ts';
import { environmentName, timeLeft } from './words.ts';

/** Quick-pick items for profiles, grouped by environment, each with the state of its token. */
export function profileChoices(
  profiles: readonly Profile[],
  active: Profile | undefined,
  state: (profileId: string) => TokenState,
  now: number,
): Choice<Profile>[] {
  return environments.flatMap((environment) => {
    const members = profiles.filter((profile) => profile.environment === environment);
    if (members.length === 0) return [];
    const separator = {
      label: environmentName(environment, t),
      kind: vscode.QuickPickItemKind.Separator,
    };
    const icon = environment === 'real' ? '$(flame)' : '$(beaker)';
    return [
      separator,
      ...members.map((profile) => ({
        label: `${icon} ${profile.label}`,
        description: [
          stateWords(state(profile.id), now),
          ...(profile.id === active?.id ? [t('active')] : []),
        ].join(' · '),
        value: profile,
      })),
    ];
  });
}

/** A token's state in a few words. */
export function stateWords(state: TokenState, now: number): string {
  switch (state.kind) {
    case 'none':
      return t('no token');
    case 'issuing':
      return t('issuing…');
    case 'revoking':
      return t('revoking…');
    case 'valid':
    case 'expiring':
      return timeLeft(state.token.expiresAt - now, t);
    case 'expired':
      return t('token expired');
    case 'rejected':
      return t('token rejected');
  }
}

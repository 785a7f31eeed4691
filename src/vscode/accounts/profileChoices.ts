import * as vscode from 'vscode';
import { environments } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { TokenState } from '../../core/model/tokenState.ts';
import { t } from '../shell/localize.ts';
import { unlinked } from '../shell/markdown.ts';
import type { Choice } from '../shell/prompts.ts';
import {
  environmentIcon,
  environmentName,
  shortened,
  formatTokenState,
} from '../shell/formatting.ts';

/** Quick pick items for profiles, grouped by environment, each with the state of its token. */
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
    const icon = environmentIcon(environment);
    return [
      separator,
      ...members.map((profile) => ({
        label: `${icon} ${unlinked(shortened(profile.label))}`,
        description: [
          formatTokenState(state(profile.id), now, t),
          ...(profile.id === active?.id ? [t('active')] : []),
        ].join(' · '),
        value: profile,
      })),
    ];
  });
}

import type { Profile } from '../../core/model/profile.ts';
import type { RequestFacts } from '../../httpFile/httpLanguage.ts';
import { accountStatus } from '../accounts/accountStatus.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { Localize } from '../shell/localize.ts';
import { environmentIcon, environmentName, shortProfileName } from '../shell/words.ts';
import type { Handover } from './handover.ts';
import { accountOf, type Accounts } from './requestAccount.ts';

/** A piece of the line above a request. */
export interface LensText {
  /** With VS Code's `$(icon)` syntax. */
  readonly title: string;
  /** What it does when it is selected; absent for what only tells. */
  readonly command?: CommandId;
  readonly argument?: Readonly<Record<string, string>>;
}

/** Who sends the request, where to, for how long still; then what makes sense to do about it. */
export function lensTexts(facts: RequestFacts, accounts: Accounts, t: Localize): LensText[] {
  const profile = facts.scope === undefined ? undefined : accountOf(facts.scope, accounts);
  const pieces = [orderMark(facts, profile, t), state(facts, profile, accounts, t)];
  const title = pieces.filter((piece) => piece !== '').join(' · ');
  const empty = profile === undefined ? '' : emptyReference(accounts.handover, t);
  return [
    ...(title === '' ? [] : [{ title }]),
    ...(empty === '' ? [] : [{ title: `$(circle-slash) ${empty}` }]),
    ...actions(facts, profile, accounts, t),
  ];
}

/** A lens is drawn as a flex box, where a plain space beside an icon takes no room. */
export function withRoomBesideIcons(title: string): string {
  return title.replace(/(\$\([\w~-]+\)) | (?=\$\()/g, '$1\u00a0');
}

/** Why the request goes out without a token, however long one lives; '' if it does not. */
function emptyReference(handover: Handover, t: Localize): string {
  switch (handover) {
    case 'untrusted':
      return t('No token here: the workspace is not trusted');
    case 'nobody':
      return t('No token here: {0} is off', 'kiwoom.injection.processEnv');
    case 'everybody':
    case 'httpyac':
      return '';
  }
}

/** Real money is marked wherever it may move. */
function orderMark(
  { order, destination }: RequestFacts,
  profile: Profile | undefined,
  t: Localize,
): string {
  if (!order) return '';
  const isReal = (destination ?? profile?.environment) === 'real';
  return `$(warning) ${isReal ? t('Order with real money') : t('Order')}`;
}

function state(
  { scope, destination }: RequestFacts,
  profile: Profile | undefined,
  accounts: Accounts,
  t: Localize,
): string {
  if (scope === 'selected') return t('Environment selected in REST Client');
  if (profile === undefined) {
    return destination === undefined
      ? ''
      : `${environmentIcon(destination)} ${environmentName(destination, t)}`;
  }
  const { words, why, sign } = accountStatus(accounts.facts(profile), t);
  const name = shortProfileName(profile, t);
  const icon = environmentIcon(destination ?? profile.environment);
  if (destination !== undefined && destination !== profile.environment) {
    return `${icon} ${t('{0} server, but the token of {1}', environmentName(destination, t), name)}`;
  }
  const because = why === undefined ? '' : ` (${why})`;
  return `${icon} ${name}: ${sign === undefined ? '' : `$(${sign}) `}${words}${because}`;
}

function actions(
  { scope, destination }: RequestFacts,
  profile: Profile | undefined,
  accounts: Accounts,
  t: Localize,
): LensText[] {
  if (scope === undefined || scope === 'selected') return [];
  if (profile === undefined) {
    const environment = scope === 'active' ? destination : scope;
    return [
      {
        title: t('Add App Key'),
        command: 'kiwoom.addProfile',
        ...(environment && { argument: { environment } }),
      },
    ];
  }
  if (destination !== undefined && destination !== profile.environment) {
    const fitting = accounts.lastUsedIn(destination);
    // A reference to an environment's own token does not change with the account in use.
    if (scope !== 'active' || fitting === undefined) return [];
    return [
      {
        title: t('Switch to {0}', shortProfileName(fitting, t)),
        command: 'kiwoom.switchProfile',
        argument: { profile: fitting.id },
      },
    ];
  }
  const argument = { profile: profile.id };
  return [
    ...tokenActions(accounts.facts(profile).state.kind, argument, t),
    ...(scope === 'active' && accounts.count > 1
      ? [{ title: t('Switch Account'), command: 'kiwoom.switchProfile' as const }]
      : []),
  ];
}

function tokenActions(
  state: ReturnType<Accounts['facts']>['state']['kind'],
  argument: { readonly profile: string },
  t: Localize,
): LensText[] {
  switch (state) {
    case 'none':
    case 'expired':
    case 'rejected':
      return [{ title: t('Issue Token'), command: 'kiwoom.issueToken', argument }];
    case 'valid':
    case 'expiring':
      return [{ title: t('Verify Token'), command: 'kiwoom.verifyToken', argument }];
    case 'issuing':
    case 'revoking':
      return [];
  }
}

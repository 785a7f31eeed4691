import type { Profile } from '../../core/model/profile.ts';
import type { RequestFacts } from '../../httpFile/httpLanguage.ts';
import { accountStatus } from '../accounts/accountStatus.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { Localize } from '../shell/localize.ts';
import { environmentIcon, environmentName, shortProfileName } from '../shell/formatting.ts';
import type { TokenRecipients } from './tokenRecipients.ts';
import { accountOf, type Accounts } from './requestAccount.ts';

/** One code lens in the line above a request. */
export interface LensText {
  /** With VS Code's `$(icon)` syntax. */
  readonly title: string;
  /** Command that runs on click; absent for plain information. */
  readonly command?: CommandId;
  readonly argument?: Readonly<Record<string, string>>;
}

/** Account, server and remaining time of the token, followed by suitable commands. */
export function lensTexts(facts: RequestFacts, accounts: Accounts, t: Localize): LensText[] {
  const profile = facts.scope === undefined ? undefined : accountOf(facts.scope, accounts);
  const pieces = [orderMark(facts, profile, t), state(facts, profile, accounts, t)];
  const title = pieces.filter((piece) => piece !== '').join(' · ');
  const empty = profile === undefined ? '' : emptyReference(accounts.recipients, t);
  return [
    ...(title === '' ? [] : [{ title }]),
    ...(empty === '' ? [] : [{ title: `$(circle-slash) ${empty}` }]),
    ...actions(facts, profile, accounts, t),
  ];
}

/** Replaces spaces next to icons by no-break spaces: a lens is a flex box, which collapses plain ones. */
export function withRoomBesideIcons(title: string): string {
  return title.replace(/(\$\([\w~-]+\)) | (?=\$\()/g, '$1\u00a0');
}

/** Reason why the request is sent without a token even if there is one; '' if it is sent with it. */
function emptyReference(recipients: TokenRecipients, t: Localize): string {
  switch (recipients) {
    case 'untrusted':
      return t('No token here: the workspace is not trusted');
    case 'none':
      return t('No token here: {0} is off', 'kiwoom.injection.processEnv');
    case 'all':
    case 'httpyac':
      return '';
  }
}

/** Marks orders that may move real money. */
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
  const { text, cause, sign } = accountStatus(accounts.facts(profile), t);
  const name = shortProfileName(profile, t);
  const icon = environmentIcon(destination ?? profile.environment);
  if (destination !== undefined && destination !== profile.environment) {
    return `${icon} ${t('{0} server, but the token of {1}', environmentName(destination, t), name)}`;
  }
  const because = cause === undefined ? '' : ` (${cause})`;
  return `${icon} ${name}: ${sign === undefined ? '' : `$(${sign}) `}${text}${because}`;
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
    // A reference to an environment's own token does not depend on the active account.
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

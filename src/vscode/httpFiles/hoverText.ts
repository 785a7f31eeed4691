import { environments } from '../../core/model/environment.ts';
import { usableToken } from '../../core/model/tokenState.ts';
import type { Tr, TrField } from '../../core/model/tr.ts';
import type { HoverSubject, KiwoomReference } from '../../httpFile/httpLanguage.ts';
import { accountStatus } from '../accounts/accountStatus.ts';
import type { Localize } from '../shell/localize.ts';
import { code, plain, table } from '../shell/markdown.ts';
import { characterCount, environmentName } from '../shell/formatting.ts';
import type { TokenRecipients } from './tokenRecipients.ts';
import { accountOf, type Accounts } from './requestAccount.ts';

export interface HoverText {
  readonly markdown: string;
  /** Id of the account for an *Issue Token* link. */
  readonly issueFor?: string;
}

/** Limit of response fields, to keep the hover short. */
const mostResponseFields = 40;

export function hoverText(subject: HoverSubject, accounts: Accounts, t: Localize): HoverText {
  switch (subject.kind) {
    case 'tr':
      return { markdown: trText(subject.tr, t) };
    case 'path':
      return { markdown: pathText(subject.path, subject.trs) };
    case 'field':
      return { markdown: fieldText(subject.field, t, subject.value) };
    case 'reference':
      return referenceText(subject.reference, accounts, t);
  }
}

/** Name, group, path, request and response fields of a TR. */
export function trText(tr: Tr, t: Localize): string {
  const method = tr.transport === 'websocket' ? 'WebSocket' : 'POST';
  return paragraphs([
    `**${plain(tr.nameKo)}** ${code(tr.id)}`,
    `${plain(tr.group)} · ${code(`${method} ${tr.path}`)}`,
    tr.order ? `⚠ ${plain(t('Order: sending it can move money.'))}` : '',
    tr.fieldsKnown ? requestTable(tr, t) : plain(t('The fields of this API are not published.')),
    responseList(tr, t),
  ]);
}

export function fieldText(field: TrField, t: Localize, current?: string): string {
  const { name, nameKo, required, length, format, values = [] } = field;
  const facts = [
    field.type === 'string' ? t('text') : t('list'),
    ...(required === undefined ? [] : [required ? t('required') : t('optional')]),
    ...(length === undefined ? [] : [t('at most {0}', characterCount(length, t))]),
    ...(format === undefined ? [] : [format]),
  ];
  const list = values.map(([value, label]) => {
    const item = `${code(value === '' ? '""' : value)} ${plain(label)}`;
    return value === current ? `- **${item}**` : `- ${item}`;
  });
  return paragraphs([
    `**${plain(nameKo)}** ${code(name)}`,
    plain(facts.join(' · ')),
    list.join('\n'),
  ]);
}

function requestTable({ request }: Tr, t: Localize): string {
  if (request.length === 0) return plain(t('The body has no fields.'));
  const cells = (field: TrField): string[] => [
    code(field.parent === undefined ? field.name : `${field.parent}.${field.name}`),
    plain(field.nameKo),
    field.required === true ? '●' : '',
    field.length === undefined ? '' : String(field.length),
    [
      ...(field.values ?? []).map(([value, label]) => `${code(value)} ${plain(label)}`),
      ...(field.format === undefined ? [] : [plain(field.format)]),
    ].join(', '),
  ];
  const head = [t('Field'), t('Name'), t('Required'), t('Length'), t('Values')].map(plain);
  return table([head, ...request.map(cells)]);
}

function responseList({ response }: Tr, t: Localize): string {
  if (response.length === 0) return '';
  const shown = response
    .slice(0, mostResponseFields)
    .map(({ name, nameKo }) => `${code(name)} ${plain(nameKo)}`);
  const rest = response.length - shown.length;
  const more = rest === 0 ? '' : ` ${plain(t('and {0} more', rest))}`;
  return `${plain(t('Response:'))} ${shown.join(', ')}${more}`;
}

function pathText(path: string, trs: readonly Tr[]): string {
  const groups = [...new Set(trs.map(({ group }) => group))];
  return paragraphs([
    `${code(path)} · ${plain(groups.join(', '))}`,
    trs.map(({ id, nameKo }) => `- ${code(id)} ${plain(nameKo)}`).join('\n'),
  ]);
}

function partName(part: KiwoomReference['part'], t: Localize): string {
  switch (part) {
    case 'token':
      return t('Kiwoom token');
    case 'host':
      return t('Kiwoom server');
    case 'webSocket':
      return t('Kiwoom server for WebSockets');
  }
}

/** The account and token state behind a reference; never the token itself. */
function referenceText(
  { part, scope }: KiwoomReference,
  accounts: Accounts,
  t: Localize,
): HoverText {
  const what = partName(part, t);
  if (scope === 'selected') {
    const about = t('The environment selected in REST Client decides whose it is.');
    const lines = environments.flatMap((environment) => {
      const profile = accounts.lastUsedIn(environment);
      return profile === undefined ? [] : accountLines(accounts, profile, t).slice(0, 1);
    });
    return { markdown: paragraphs([`**${plain(what)}**`, plain(about), ...lines]) };
  }
  const profile = accountOf(scope, accounts);
  if (profile === undefined) {
    const missing =
      scope === 'active'
        ? t('There is no app key yet. Add one to issue tokens.')
        : t('There is no app key for {0} yet.', environmentName(scope, t));
    return { markdown: paragraphs([`**${plain(what)}**`, plain(missing)]) };
  }
  const { state, gateway } = accounts.facts(profile);
  // With a pass in its place, the gateway issues with the first request.
  const isUsable = usableToken(state) !== undefined || gateway?.port !== undefined;
  const { recipients } = accounts;
  const isHandedOut = recipients === 'all' || recipients === 'httpyac';
  return {
    markdown: paragraphs([
      `**${plain(what)}**`,
      ...accountLines(accounts, profile, t),
      plain(emptiness(recipients, t)),
      isHandedOut && !isUsable ? plain(t('Empty until a token is issued.')) : '',
    ]),
    ...(!isUsable && isHandedOut && { issueFor: profile.id }),
  };
}

/** Reason why no client, or only httpyac, replaces the reference; '' if all do. */
function emptiness(recipients: TokenRecipients, t: Localize): string {
  switch (recipients) {
    case 'all':
      return '';
    case 'httpyac':
      return t('Only httpyac gets it: the setting {0} is off.', 'kiwoom.injection.processEnv');
    case 'none':
      return t('Empty: the setting {0} is off.', 'kiwoom.injection.processEnv');
    case 'untrusted':
      return t('Empty in a workspace that is not trusted.');
  }
}

function accountLines(
  accounts: Accounts,
  profile: Parameters<Accounts['facts']>[0],
  t: Localize,
): string[] {
  return accountStatus(accounts.facts(profile), t).details.map(plain);
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

import { isOAuthPath } from '../core/model/liveServer.ts';
import type { Profile } from '../core/model/profile.ts';
import type { Tr, TrCatalogue } from '../core/model/tr.ts';
import { AgentProblem } from './agentProblem.ts';
import { cleanText } from './boundedReply.ts';
import type { CallInput } from './toolInput.ts';

/** Kind of a TR by what an agent can do with it. */
export type TrKind = 'read' | 'order' | 'websocket' | 'token';

/** A validated call of an agent that has not been sent. */
export interface CallPlan {
  readonly profile: Profile;
  readonly tr: Tr;
  readonly input: CallInput;
  /** Warnings that do not prevent the call. */
  readonly hints: readonly string[];
}

export function kindOf({ transport, path, order }: Tr): TrKind {
  if (isOAuthPath(path)) return 'token';
  if (transport === 'websocket') return 'websocket';
  return order ? 'order' : 'read';
}

/** Finds a TR by its exact id, so that an id means one TR only. @throws AgentProblem `unknown-tr` */
export function trNamed(catalogue: TrCatalogue, id: string): Tr {
  const tr = catalogue.find(id);
  if (tr !== undefined) return tr;
  throw new AgentProblem(
    'unknown-tr',
    `The Kiwoom REST API has no TR "${cleanText(id)}".`,
    'Find the id with kiwoom_find_tr.',
  );
}

/**
 * @param open the accounts that this agent may use
 * @throws AgentProblem
 */
export function planCall(
  input: CallInput,
  catalogue: TrCatalogue,
  open: readonly Profile[],
): CallPlan {
  const tr = trNamed(catalogue, input.tr);
  const kind = kindOf(tr);
  if (kind === 'token') {
    throw new AgentProblem(
      'not-callable',
      `${tr.id} issues or revokes access tokens, which the extension alone does.`,
      'Call the TR that you need: a token is issued by itself. See kiwoom_token_state.',
    );
  }
  if (kind === 'websocket') {
    throw new AgentProblem(
      'not-callable',
      `${tr.id} is served over WebSocket only.`,
      'Use a TR of the kind "read" instead; kiwoom_find_tr tells the kind.',
    );
  }
  const profile = accountOf(input, open);
  return { profile, tr, input, hints: checkFields(tr, input.fields) };
}

function accountOf({ account, environment }: CallInput, open: readonly Profile[]): Profile {
  const labels = open
    .map((profile) => `"${cleanText(profile.label)}" (${profile.environment})`)
    .join(', ');
  const [first] = open;
  if (first === undefined) {
    throw new AgentProblem(
      'no-account-open',
      'No Kiwoom account is open to agents.',
      'Tell the user: mock accounts are open once they are added, real ones with the setting kiwoom.agents.accounts.',
    );
  }
  const fitting = open.filter(
    (profile) =>
      (account === undefined || profile.label === account) &&
      (environment === undefined || profile.environment === environment),
  );
  const [found, another] = fitting;
  if (found === undefined) {
    // The same message for an account that is closed to agents and for a missing one, so that it
    // reveals nothing.
    throw new AgentProblem(
      'account-not-open',
      'No account of this name and environment is open to agents.',
      `Use one of these: ${labels}. Only the user can open others, with the setting kiwoom.agents.accounts.`,
    );
  }
  if (another !== undefined) {
    throw new AgentProblem(
      'account-not-named',
      'Several accounts are open to agents.',
      `Name one by "account" and "environment": ${labels}. Ask the user which one is meant if you are not sure.`,
    );
  }
  return found;
}

function checkFields(tr: Tr, fields: Readonly<Record<string, string>>): readonly string[] {
  if (!tr.fieldsKnown) return [];
  const known = tr.request.filter(({ parent }) => parent === undefined);
  const names = known.map(({ name }) => name);
  const unknown = Object.keys(fields).filter((name) => !names.includes(name));
  const missing = known.filter(({ name, required }) => required === true && !(name in fields));
  if (unknown.length + missing.length > 0) {
    const parts = [
      ...(unknown.length > 0 ? [`${tr.id} has no field ${unknown.join(', ')}.`] : []),
      ...missing.map(({ name, nameKo }) => `The field ${name} (${nameKo}) is missing.`),
    ];
    throw new AgentProblem(
      'wrong-input',
      parts.join(' '),
      `Its fields are: ${names.join(', ') || 'none'}. kiwoom_describe_tr says what each one takes.`,
    );
  }
  return known.flatMap(({ name, values }) => {
    const value = fields[name];
    if (value === undefined || value === '' || values === undefined) return [];
    if (values.some(([code]) => code === value)) return [];
    // Only a warning, as published copies of the guide's lists lack some codes.
    const listed = values.map(([code, label]) => `${code} (${label})`).join(', ');
    return [`The guide does not list "${value}" for ${name}: ${listed}.`];
  });
}

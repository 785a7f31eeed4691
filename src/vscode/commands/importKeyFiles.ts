import * as vscode from 'vscode';
import { type Environment, environments } from '../../core/model/environment.ts';
import { CancelledError, KiwoomError } from '../../core/base/errors.ts';
import {
  environmentsAmong,
  type FoundKeys,
  pairAmong,
  type Variables,
} from '../../core/accounts/keySources.ts';
import type { KeyEntry } from '../keys/keyEntry.ts';
import type { KeyFileCleanup } from '../keys/keyFileCleanup.ts';
import type { Question } from '../keys/keyQuestions.ts';
import { t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { choose } from '../shell/prompts.ts';
import { environmentIcon, environmentName } from '../shell/words.ts';
import type { CommandArgument, CommandHandlers } from './commandTypes.ts';
import { announceAdded, draftOf } from './profileCommands.ts';

export interface ImportParts {
  readonly keyEntry: KeyEntry;
  readonly cleanup: KeyFileCleanup;
  /** The pair that a file belongs to. @throws KiwoomError */
  readonly readKeyFile: (file: string, wanted?: Environment) => Promise<FoundKeys>;
  /** Variables of the extension host's process. */
  readonly variables: Variables;
}

/** Keys from the portal's two files, a `.env` file, or environment variables. */
export function importCommands(parts: ImportParts): Pick<CommandHandlers, 'kiwoom.importKeyFiles'> {
  const { keyEntry, cleanup, readKeyFile, variables } = parts;
  return {
    'kiwoom.importKeyFiles': async (given) => {
      const title = t('Import App Key Files');
      const source: Source =
        given.file === undefined
          ? await askForSource(title, variables)
          : { kind: 'file', path: given.file };
      const read = (wanted?: Environment): FoundKeys | Promise<FoundKeys> =>
        source.kind === 'variables' ? among(variables, wanted) : readKeyFile(source.path, wanted);
      const first = await read(given.environment);
      // The pair goes with the answer: the keys of one environment are never sent to the other.
      const environment =
        given.environment ??
        ((first.environments ?? []).length > 1 ? await askForEnvironment(title) : undefined);
      const argument = { ...given, environment };
      const found = environment === given.environment ? first : await read(environment);
      const entered = await keyEntry.add(title, draft(argument, found), ask(argument));
      // The keys are stored, the files may be dealt with later.
      inBackground(cleanup.offer(found));
      return announceAdded(entered);
    },
  };
}

type Argument = CommandArgument<'kiwoom.importKeyFiles'>;

function draft({ environment, label, verify }: Argument, found: FoundKeys) {
  return draftOf({
    environment: environment ?? found.environment,
    label,
    suggestedLabel: found.label,
    appkey: found.keys.appkey.reveal(),
    secretkey: found.keys.secretkey.reveal(),
    verify,
  });
}

/**
 * Key files do not say which environment they are for, and a `.env` file may say it wrongly: a person
 * is asked, a script has to say.
 */
function ask({ environment }: Argument): readonly Question[] {
  return environment === undefined ? ['environment'] : [];
}

type Source = { readonly kind: 'variables' } | { readonly kind: 'file'; readonly path: string };

async function askForSource(title: string, variables: Variables): Promise<Source> {
  if (pairAmong(variables) !== undefined) {
    const source = await choose<'files' | 'variables'>({
      title,
      items: [
        {
          label: `$(file) ${t('Key files or .env file…')}`,
          detail: t('<account>_appkey.txt and <account>_secretkey.txt: choose either one'),
          value: 'files',
        },
        {
          label: `$(terminal) ${t('Environment variables')}`,
          detail: t('KIWOOM_APPKEY, KIWOOM_SECRETKEY and other usual names'),
          value: 'variables',
        },
      ],
    });
    if (source === 'variables') return { kind: 'variables' };
  }
  const picked = await vscode.window.showOpenDialog({
    title,
    openLabel: t('Import'),
    canSelectMany: false,
    filters: { [t('Key files')]: ['txt', 'env'], [t('All files')]: ['*'] },
  });
  const [file] = picked ?? [];
  if (file === undefined) throw new CancelledError();
  return { kind: 'file', path: file.fsPath };
}

function askForEnvironment(title: string): Promise<Environment> {
  return choose<Environment>({
    title,
    placeholder: t('There are keys for both environments. Which ones?'),
    items: environments.map((environment) => ({
      label: `${environmentIcon(environment)} ${environmentName(environment, t)}`,
      value: environment,
    })),
  });
}

function among(variables: Variables, wanted?: Environment): FoundKeys {
  const pair = pairAmong(variables, wanted);
  if (pair === undefined) {
    throw new KiwoomError('keys-not-found-in-file', { subject: t('the environment variables') });
  }
  const found = environmentsAmong(variables);
  return { ...pair, environments: found, files: [], keysOnly: false };
}

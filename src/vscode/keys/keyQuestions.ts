import * as vscode from 'vscode';
import { type Environment, isEnvironment } from '../../core/model/environment.ts';
import { CancelledError } from '../../core/base/errors.ts';
import type { KeyHalf } from '../../core/accounts/keyNames.ts';
import type { Profile } from '../../core/model/profile.ts';
import { t } from '../shell/localize.ts';
import { unlinked } from '../shell/markdown.ts';
import { settings } from '../shell/settings.ts';
import { askChoice, askText, back, type Choice, type StepPosition } from '../shell/prompts.ts';
import { type GivenKeys, readKey } from './keyReading.ts';

/** The user's answers so far about the keys to store. Plain strings, because they come from input boxes. */
export interface KeyDraft extends GivenKeys {
  readonly environment?: Environment;
  /** Used as given, or refused. */
  readonly label?: string;
  /** Default name from the source of the keys, such as a file name. */
  readonly suggestedLabel?: string;
  /** Whether to issue a token to check the keys; `undefined` means yes. */
  readonly verify?: boolean;
}

export type Question = 'environment' | KeyHalf;

/** @returns the profile that already has the draft's app key, so that it is not added twice */
export type AppKeyOwner = (draft: KeyDraft) => Profile | undefined;

/**
 * Asks the questions in order; each has a Back button to the previous one.
 *
 * @throws CancelledError on Escape; nothing has been stored then
 */
export async function askForKeys(
  title: string,
  questions: readonly Question[],
  draft: KeyDraft,
  taken: AppKeyOwner,
): Promise<KeyDraft> {
  let answers = draft;
  for (let index = 0; index < questions.length;) {
    const question = questions[index];
    if (question === undefined) break;
    const position = { title, step: index + 1, totalSteps: questions.length };
    const answer = await asking[question](position, answers, taken);
    if (answer === back) {
      if (index === 0) throw new CancelledError();
      index -= 1;
    } else {
      answers = { ...answers, ...answer };
      // Skips questions that the previous answer has answered too.
      do index += 1;
      while (isAnswered(questions[index], answer));
    }
  }
  return answers;
}

function isAnswered(question: Question | undefined, answer: KeyDraft): boolean {
  return question !== undefined && answer[question] !== undefined;
}

/** Server that the keys will be sent to: the user's settings may replace Kiwoom's. */
function serverOf(environment: Environment): string {
  const endpoint = settings.endpoint(environment);
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}

type Ask = (
  position: StepPosition,
  draft: KeyDraft,
  taken: AppKeyOwner,
) => Promise<KeyDraft | typeof back>;

const asking: Readonly<Record<Question, Ask>> = {
  environment: async (position, { environment }) => {
    const mock: Choice<Environment> = {
      label: `$(beaker) ${t('Mock trading')}`,
      detail: serverOf('mock'),
      value: 'mock',
    };
    const real: Choice<Environment> = {
      label: `$(flame) ${t('Real trading')}`,
      detail: serverOf('real'),
      value: 'real',
    };
    const answer = await askChoice<Environment>({
      ...position,
      placeholder: t('Which environment does the app key belong to?'),
      // Lists the environment first that the source of the keys suggests.
      items: environment === 'real' ? [real, mock] : [mock, real],
    });
    return isEnvironment(answer) ? { environment: answer } : back;
  },

  appkey: (position, draft, taken) =>
    askForKey('appkey', t('App key, as shown in the Kiwoom portal'), position, draft, taken),

  secretkey: (position, draft, taken) =>
    askForKey('secretkey', t('Secret key that belongs to this app key'), position, draft, taken),
};

/** A pasted text may contain both keys. */
async function askForKey(
  kind: KeyHalf,
  prompt: string,
  position: StepPosition,
  draft: KeyDraft,
  taken: AppKeyOwner,
): Promise<KeyDraft | typeof back> {
  const answer = await askText({
    ...position,
    prompt,
    masked: true,
    check: (text) => {
      const { keys, message } = readKey(kind, text, draft);
      const owner = keys.appkey === undefined ? undefined : taken({ ...draft, ...keys });
      if (owner === undefined) return message;
      return {
        message: t('This app key is already stored as “{0}”.', unlinked(owner.label)),
        severity: vscode.InputBoxValidationSeverity.Error,
      };
    },
  });
  return answer === back ? back : readKey(kind, answer, draft).keys;
}

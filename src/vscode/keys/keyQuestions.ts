import * as vscode from 'vscode';
import { type Environment, isEnvironment } from '../../core/model/environment.ts';
import { CancelledError } from '../../core/base/errors.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import { cleanKey, keyOddity, type Profile } from '../../core/model/profile.ts';
import { t } from '../shell/localize.ts';
import { unlinked } from '../shell/markdown.ts';
import { settings } from '../shell/settings.ts';
import { askChoice, askText, back, type Choice, type StepPosition } from '../shell/prompts.ts';
import { environmentName } from '../shell/words.ts';

/** What the user has said so far about the keys to store. Plain strings: they come from input boxes. */
export interface KeyDraft {
  readonly environment?: Environment;
  readonly label?: string;
  readonly appkey?: string;
  readonly secretkey?: string;
  /** Whether to issue a token at once, to see whether the keys are right. */
  readonly verify?: boolean;
}

export type Question = keyof KeyDraft;

/** @returns the profile that has the draft's app key already, and should not get it twice */
export type AppKeyOwner = (draft: KeyDraft) => Profile | undefined;

/**
 * Asks the questions in their order, with a way back to the one before.
 *
 * @throws CancelledError on Escape; nothing was stored then
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
      index += 1;
    }
  }
  return answers;
}

/** Where the keys would go: the user's settings may name another server than Kiwoom's. */
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
      // What the source of the keys said comes first.
      items: environment === 'real' ? [real, mock] : [mock, real],
    });
    return isEnvironment(answer) ? { environment: answer } : back;
  },

  label: async (position, { environment = 'mock', label = environmentName(environment, t) }) => {
    const answer = await askText({
      ...position,
      prompt: t('A name for this account, for example the account number'),
      value: label,
    });
    return answer === back
      ? back
      : { label: answer.trim() === '' ? environmentName(environment, t) : answer.trim() };
  },

  appkey: async (position, draft, taken) => {
    const answer = await askText({
      ...position,
      prompt: t('App key, as shown in the Kiwoom portal'),
      masked: true,
      check: (text) => {
        const owner = taken({ ...draft, appkey: cleanKey(text) });
        return owner === undefined
          ? checkKey('appkey', text)
          : {
              message: t('This app key is already stored as “{0}”.', unlinked(owner.label)),
              severity: vscode.InputBoxValidationSeverity.Error,
            };
      },
    });
    return answer === back ? back : { appkey: cleanKey(answer) };
  },

  secretkey: async (position) => {
    const answer = await askText({
      ...position,
      prompt: t('Secret key that belongs to this app key'),
      masked: true,
      check: (text) => checkKey('secretkey', text),
    });
    return answer === back ? back : { secretkey: cleanKey(answer) };
  },

  verify: async (position) => {
    const answer = await askChoice<'yes' | 'no'>({
      ...position,
      placeholder: t('Check the keys now?'),
      items: [
        { label: t('Check the keys by issuing a token'), value: 'yes' },
        { label: t('Save without checking'), value: 'no' },
      ],
    });
    return answer === back ? back : { verify: answer === 'yes' };
  },
};

/** Only an empty key is refused; an unusual one is worth a second look. */
function checkKey(
  kind: 'appkey' | 'secretkey',
  text: string,
): vscode.InputBoxValidationMessage | undefined {
  const key = cleanKey(text);
  if (key === '') {
    return {
      message: t('The key is empty.'),
      severity: vscode.InputBoxValidationSeverity.Error,
    };
  }
  const severity = vscode.InputBoxValidationSeverity.Warning;
  switch (keyOddity(key)) {
    case 'length':
      return {
        // The message stands in the place of the question, so it says which key is asked for.
        message:
          kind === 'appkey'
            ? t(
                'An app key usually has {0} characters, this one has {1}. Press Enter to use it anyway.',
                liveServer.usualKeyLength,
                key.length,
              )
            : t(
                'A secret key usually has {0} characters, this one has {1}. Press Enter to use it anyway.',
                liveServer.usualKeyLength,
                key.length,
              ),
        severity,
      };
    case 'characters':
      return {
        message: t('The key has unusual characters. Press Enter to use it anyway.'),
        severity,
      };
    case undefined:
      return undefined;
  }
}

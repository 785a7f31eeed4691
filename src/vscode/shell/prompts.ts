import * as vscode from 'vscode';
import { CancelledError } from '../../core/base/errors.ts';
import { abortSignalOf } from './cancellation.ts';

/** Result of a step whose Back button was pressed. */
export const back = Symbol('back');

export interface StepPosition {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

export interface TextQuestion extends Partial<StepPosition> {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly masked?: boolean;
  /** Returns a warning, which the user may ignore, or an error, which blocks Enter. */
  readonly check?: (text: string) => vscode.InputBoxValidationMessage | undefined;
}

/** Stays open when it loses focus, because the user copies keys from a browser. @throws CancelledError on Escape */
export function askText(question: TextQuestion): Promise<string | typeof back> {
  const box = vscode.window.createInputBox();
  box.prompt = question.prompt;
  box.placeholder = question.placeholder;
  box.value = question.value ?? '';
  box.password = question.masked ?? false;
  const validate = (): vscode.InputBoxValidationMessage | undefined => {
    const message = question.check?.(box.value);
    // An empty box shows no error.
    box.validationMessage = box.value === '' ? undefined : message;
    return message;
  };
  return ask(box, question, (accept) => [
    box.onDidChangeValue(validate),
    box.onDidAccept(() => {
      const message = validate();
      if (message?.severity === vscode.InputBoxValidationSeverity.Error) {
        box.validationMessage = message;
      } else accept(box.value);
    }),
  ]);
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export interface ChoiceQuestion<T> extends Partial<StepPosition> {
  readonly title: string;
  readonly placeholder?: string;
  readonly items: readonly Choice<T>[];
}

export interface SearchQuestion<T> {
  readonly title: string;
  readonly placeholder: string;
  /** Returns the matching items, best first. */
  readonly find: (text: string) => readonly Choice<T>[];
}

/** @throws CancelledError on Escape */
export function askChoice<T>(question: ChoiceQuestion<T>): Promise<T | typeof back> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.items = question.items;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return ask(pick, question, (accept) => [
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value;
      if (value !== undefined) accept(value);
    }),
  ]);
}

/** All items are selected at first. @throws CancelledError on Escape */
export async function chooseSeveral<T>(question: ChoiceQuestion<T>): Promise<readonly T[]> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.items = question.items;
  pick.placeholder = question.placeholder;
  pick.canSelectMany = true;
  pick.selectedItems = question.items.filter(({ value }) => value !== undefined);
  const answer = await ask<readonly T[]>(pick, question, (accept) => [
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems.flatMap(({ value }) =>
        value === undefined ? [] : [value],
      );
      if (chosen.length > 0) accept(chosen);
    }),
  ]);
  if (answer === back) throw new CancelledError();
  return answer;
}

/** Quick pick whose items come from `find` instead of VS Code's filter. @throws CancelledError on Escape */
export async function askSearch<T>({ title, placeholder, find }: SearchQuestion<T>): Promise<T> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.placeholder = placeholder;
  // Turns off VS Code's sorting by match position, for which there is no stable API.
  Object.assign(pick, { sortByLabel: false });
  const search = (): void => {
    // `alwaysShow` turns off VS Code's filter.
    pick.items = find(pick.value).map((choice) => ({ ...choice, alwaysShow: true }));
  };
  search();
  const answer = await ask<T>(pick, { title }, (accept) => [
    pick.onDidChangeValue(search),
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value;
      if (value !== undefined) accept(value);
    }),
  ]);
  if (answer === back) throw new CancelledError();
  return answer;
}

function ask<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  { title, step = 0, totalSteps = 0 }: Partial<StepPosition>,
  wire: (accept: (answer: T) => void) => vscode.Disposable[],
): Promise<T | typeof back> {
  input.title = title;
  input.step = totalSteps > 1 ? step : undefined;
  input.totalSteps = totalSteps > 1 ? totalSteps : undefined;
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<T | typeof back>((resolve, reject) => {
    const listeners = vscode.Disposable.from(
      ...wire(resolve),
      input.onDidTriggerButton(() => {
        resolve(back);
      }),
      input.onDidHide(() => {
        // Has no effect after an answer, because the promise is settled.
        reject(new CancelledError());
        listeners.dispose();
        input.dispose();
      }),
    );
    input.show();
  }).finally(() => {
    input.hide();
  });
}

/** Like {@link askChoice}, without a Back button. */
export async function choose<T>(question: ChoiceQuestion<T>): Promise<T> {
  const answer = await askChoice(question);
  if (answer === back) throw new CancelledError();
  return answer;
}

/** Modal dialog. @returns the chosen button; @throws CancelledError otherwise */
export async function confirm<Button extends string>(
  message: string,
  detail: string,
  ...buttons: readonly Button[]
): Promise<Button> {
  const chosen = await vscode.window.showWarningMessage(
    message,
    { modal: true, detail },
    ...buttons,
  );
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

/**
 * Modal dialog for actions that may move money: both Enter and Escape choose the safe answer.
 *
 * @param safe label of the button that does nothing; VS Code focuses the first button
 * @throws CancelledError unless one of `buttons` was chosen
 */
export async function confirmRisk<Button extends string>(
  message: string,
  detail: string,
  safe: string,
  ...buttons: readonly Button[]
): Promise<Button> {
  const chosen = await vscode.window.showWarningMessage(
    message,
    { modal: true, detail },
    safe,
    ...buttons,
  );
  const button = buttons.find((each) => each === chosen);
  if (button === undefined) throw new CancelledError();
  return button;
}

/** Runs `work` with a progress notification whose Cancel button aborts the signal. */
export async function withProgress<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_progress, cancellation) => {
    const following = abortSignalOf(cancellation);
    try {
      return await work(following.signal);
    } finally {
      following.dispose();
    }
  });
}

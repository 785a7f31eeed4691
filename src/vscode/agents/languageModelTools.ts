import * as vscode from 'vscode';
import { describeOrder } from '../../core/calls/orderDescription.ts';
import { CancelledError } from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Tr } from '../../core/model/tr.ts';
import { t } from '../shell/localize.ts';
import { plain } from '../shell/markdown.ts';
import { fieldLines } from '../shell/orderText.ts';
import { profileName } from '../shell/formatting.ts';
import { abortSignalOf } from '../shell/cancellation.ts';

/** A validated call that has not been sent yet. */
export interface PlannedCall {
  readonly profile: Profile;
  readonly tr: Tr;
  readonly input: {
    readonly fields: Readonly<Record<string, string>>;
    readonly nextKey: string | undefined;
  };
}

/** The tools of `src/agents` in the form that VS Code's API needs. */
export interface OfferedTools<Name extends string> {
  readonly names: readonly Name[];
  /** @throws an Error with the reason why the call cannot be made */
  readonly plan: (input: unknown) => Promise<PlannedCall>;
  readonly use: (
    name: Name,
    input: unknown,
    how: { readonly signal: AbortSignal },
  ) => Promise<{ readonly text: string }>;
}

/** The only tool that sends a request to Kiwoom. */
const callsKiwoom = 'kiwoom_call_tr';

const mostShown = 50;

/** Registers the tools with VS Code's agent mode; each TR call is confirmed first. */
export function registerTools<Name extends string>(tools: OfferedTools<Name>): vscode.Disposable {
  return vscode.Disposable.from(
    ...tools.names.map((name) =>
      vscode.lm.registerTool<object>(
        name,
        name === callsKiwoom ? new ConfirmedTool(name, tools) : new Tool(name, tools),
      ),
    ),
  );
}

class Tool<Name extends string> implements vscode.LanguageModelTool<object> {
  protected readonly tools: OfferedTools<Name>;
  readonly #name: Name;

  constructor(name: Name, tools: OfferedTools<Name>) {
    this.#name = name;
    this.tools = tools;
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<object>,
    cancellation: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const following = abortSignalOf(cancellation);
    try {
      const { text } = await this.tools.use(this.#name, input, following);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
    } catch (thrown) {
      if (thrown instanceof CancelledError) throw new vscode.CancellationError();
      throw thrown;
    } finally {
      following.dispose();
    }
  }
}

/** Runs only calls whose account, TR and fields the user has seen. */
export class ConfirmedTool<Name extends string> extends Tool<Name> {
  readonly #shown = new Set<string>();

  async prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<object>): Promise<vscode.PreparedToolInvocation> {
    const plan = await this.#plan(input);
    // A call that would fail reports its error when it is invoked, without a confirmation first.
    if (plan === undefined) return { invocationMessage: t('Calling the Kiwoom API') };
    const name = `${plan.tr.nameKo} (${plan.tr.id})`;
    const invocationMessage = t('Calling {0}', plain(name));
    // Orders have their own confirmation, which no VS Code setting can approve automatically.
    if (plan.tr.order) return { invocationMessage };
    this.#remember(keyOf(plan, input));
    const message = new vscode.MarkdownString(
      [
        t('Account: {0}', plain(profileName(plan.profile, t))),
        ...fieldLines(describeOrder(plan.tr, plan.input.fields), t).map(plain),
        ...(plan.input.nextKey === undefined ? [] : [t('The next page of an earlier reply.')]),
      ].join('  \n'),
    );
    return {
      invocationMessage,
      confirmationMessages: { title: t('Let the agent call {0}?', name), message },
    };
  }

  override async invoke(
    options: vscode.LanguageModelToolInvocationOptions<object>,
    cancellation: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const plan = await this.#plan(options.input);
    // The active account may have changed since the confirmation was shown.
    if (plan?.tr.order === false && !this.#shown.delete(keyOf(plan, options.input))) {
      throw new Error('The user has not seen this call yet. Call the tool again.');
    }
    return super.invoke(options, cancellation);
  }

  async #plan(input: object): Promise<PlannedCall | undefined> {
    return this.tools.plan(input).catch(() => undefined);
  }

  #remember(key: string): void {
    this.#shown.add(key);
    const [oldest] = this.#shown;
    if (this.#shown.size > mostShown && oldest !== undefined) this.#shown.delete(oldest);
  }
}

function keyOf({ profile }: PlannedCall, input: object): string {
  return `${profile.id} ${JSON.stringify(input)}`;
}

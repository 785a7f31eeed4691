import * as vscode from 'vscode';
import { type Disposable, disposeAll } from '../../core/base/event.ts';
import type { Scheduler } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import { Alarm } from '../../core/time/alarm.ts';
import { lensesOf } from '../../httpFile/httpLanguage.ts';
import { accountStatus } from '../accounts/accountStatus.ts';
import { t } from '../shell/localize.ts';
import { settings } from '../shell/settings.ts';
import type { HttpDocuments } from './httpDocuments.ts';
import { isHttpDocument } from './httpEditor.ts';
import { lensTexts, type LensText, withRoomBesideIcons } from './lensText.ts';
import type { Accounts } from './requestAccount.ts';

export interface CodeLensParts {
  readonly documents: HttpDocuments;
  readonly scheduler: Scheduler;
  readonly accounts: () => Accounts;
  readonly profiles: { readonly all: readonly Profile[] };
  /** Fires when the state or the selection of an account changes. */
  readonly onDidChange: vscode.Event<void>;
}

/** Its command is created in `resolveCodeLens`, when the lens is visible: a file may have thousands of requests. */
class RequestLens extends vscode.CodeLens {
  readonly text: LensText;

  constructor(line: number, text: LensText) {
    super(new vscode.Range(line, 0, line, 0));
    this.text = text;
  }
}

/** Code lenses above each Kiwoom request: its account, the token's remaining time, and suitable commands. */
export class RequestLenses implements vscode.CodeLensProvider<RequestLens>, Disposable {
  readonly #parts: CodeLensParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: readonly Disposable[];
  readonly #alarm: Alarm;

  constructor(parts: CodeLensParts) {
    this.#parts = parts;
    this.#alarm = new Alarm(parts.scheduler);
    const update = (): void => {
      this.#changed.fire();
      this.#scheduleRefresh();
    };
    this.#subscriptions = [
      parts.onDidChange(update),
      settings.onDidChange('codeLens', update),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#scheduleRefresh();
      }),
    ];
    this.#scheduleRefresh();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<RequestLens[]> {
    if (!settings.showsCodeLenses()) return [];
    const read = await this.#parts.documents.read(document);
    const accounts = this.#parts.accounts();
    const known = new Map<string, readonly LensText[]>();
    return lensesOf(read).flatMap((facts) => {
      const { line, ...about } = facts;
      const key = JSON.stringify(about);
      const texts = known.get(key) ?? lensTexts(facts, accounts, t);
      known.set(key, texts);
      return texts.map((text) => new RequestLens(line, text));
    });
  }

  resolveCodeLens(lens: RequestLens): RequestLens {
    const { title, command = '', argument } = lens.text;
    lens.command = {
      title: withRoomBesideIcons(title),
      command,
      ...(argument && { arguments: [argument] }),
    };
    return lens;
  }

  dispose(): void {
    disposeAll([this.#alarm, this.#changed, ...this.#subscriptions]);
  }

  /** Sets a timer for the next change of the remaining time; pauses while no lens is visible. */
  #scheduleRefresh(): void {
    this.#alarm.cancel();
    const isSeen = vscode.window.visibleTextEditors.some(({ document }) =>
      isHttpDocument(document),
    );
    if (!isSeen || !settings.showsCodeLenses()) return;
    const { profiles, accounts } = this.#parts;
    const { facts } = accounts();
    const times = profiles.all.flatMap(
      (profile) => accountStatus(facts(profile), t).changesAt ?? [],
    );
    this.#alarm.at(times.length === 0 ? undefined : Math.min(...times), () => {
      this.#changed.fire();
      this.#scheduleRefresh();
    });
  }
}

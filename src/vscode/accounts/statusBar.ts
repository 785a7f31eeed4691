import * as vscode from 'vscode';
import { type Disposable, disposeAll } from '../../core/base/event.ts';
import type { Scheduler } from '../../core/model/ports.ts';
import { Alarm } from '../../core/time/alarm.ts';
import type { Profile } from '../../core/model/profile.ts';
import { usableToken } from '../../core/model/tokenState.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import type { AccountFacts } from './accountStatus.ts';
import { statusText } from './statusText.ts';
import { tooltip, type TooltipLink } from './tooltip.ts';

export interface StatusBarParts {
  readonly scheduler: Scheduler;
  readonly profiles: { readonly all: readonly Profile[] };
  /** Called at each update. */
  readonly facts: () => AccountFacts | undefined;
}

/** The status bar item. Its timer is set to the next time at which the text changes. */
export class StatusBar implements Disposable {
  readonly #parts: StatusBarParts;
  readonly #item: vscode.StatusBarItem;
  #shown = '';
  readonly #alarm: Alarm;

  constructor(parts: StatusBarParts) {
    this.#parts = parts;
    this.#alarm = new Alarm(parts.scheduler);
    this.#item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left, 50);
    this.#item.name = 'Kiwoom';
  }

  update(): void {
    const { profiles } = this.#parts;
    const facts = this.#parts.facts();
    const status = statusText(facts, t, profiles.all);
    this.#alarm.at(status.changesAt, () => {
      this.update();
    });
    const shown = JSON.stringify({ ...status, changesAt: 0 });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#item.text = status.text;
    this.#item.accessibilityInformation = { label: status.label, role: 'button' };
    this.#item.tooltip = tooltip(status.details, links(facts));
    this.#item.backgroundColor =
      status.alarm === undefined
        ? undefined
        : new vscode.ThemeColor(`statusBarItem.${status.alarm}Background`);
    this.#item.command = 'kiwoom.showMenu' satisfies CommandId;
    this.#item.show();
  }

  dispose(): void {
    disposeAll([this.#alarm, this.#item]);
  }
}

function links(facts: AccountFacts | undefined): TooltipLink[] {
  if (facts === undefined) {
    return [
      ['kiwoom.addProfile', t('Add App Key')],
      ['kiwoom.importKeyFiles', t('Import App Key Files')],
    ];
  }
  const revoke: TooltipLink = ['kiwoom.revokeToken', t('Revoke Token')];
  return [
    ['kiwoom.issueToken', t('Issue Token')],
    ...(usableToken(facts.state) === undefined ? [] : [revoke]),
    ['kiwoom.switchProfile', t('Switch Account')],
    ['kiwoom.showLog', t('Show Log')],
  ];
}

import * as vscode from 'vscode';
import { isOAuthPath } from '../../core/model/liveServer.ts';
import type { Tr } from '../../core/model/tr.ts';
import { t } from '../shell/localize.ts';
import { choose, type Choice } from '../shell/prompts.ts';

/**
 * Asks for a TR; found by its name, id, group or path.
 *
 * @param recent ids of those that are offered first
 * @throws CancelledError on Escape
 */
export function chooseTr(all: readonly Tr[], recent: readonly string[]): Promise<Tr> {
  const recentTrs = recent.flatMap((id) => all.find((tr) => tr.id === id) ?? []);
  // Those whose request is not written are found, but not offered first.
  const inOrder = [
    ...all.filter(({ path }) => !isOAuthPath(path)),
    ...all.filter(({ path }) => isOAuthPath(path)),
  ];
  const groups = Map.groupBy(inOrder, ({ group }) => group);
  return choose<Tr>({
    title: t('Insert API Request'),
    placeholder: t('Name, id, group or path of a TR'),
    items: [
      ...section(t('recently used'), recentTrs),
      ...[...groups].flatMap(([group, trs]) => section(group, trs)),
    ],
  });
}

function section(label: string, trs: readonly Tr[]): Choice<Tr>[] {
  if (trs.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...trs.map(choice)];
}

function choice(tr: Tr): Choice<Tr> {
  const { id, nameKo, group, path } = tr;
  const label = `${icon(tr)} ${nameKo}`;
  return { label, description: `${id} · ${group} · ${path}`, value: tr };
}

function icon({ order, transport }: Tr): string {
  if (order) return '$(flame)';
  return transport === 'websocket' ? '$(broadcast)' : '$(symbol-method)';
}

const key = 'insertRequest.recent';
const most = 5;

/** The TRs that were chosen last, in any window. */
export class RecentTrs {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  get ids(): readonly string[] {
    const stored = this.#memento.get<unknown>(key);
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  }

  async add(id: string): Promise<void> {
    const others = this.ids.filter((each) => each !== id);
    await this.#memento.update(key, [id, ...others].slice(0, most));
  }
}

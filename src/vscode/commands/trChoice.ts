import * as vscode from 'vscode';
import { TrSearch } from '../../core/calls/trSearch.ts';
import type { Tr } from '../../core/model/tr.ts';
import { t } from '../shell/localize.ts';
import { askSearch, type Choice } from '../shell/prompts.ts';

/**
 * Asks for a TR, searched by name, id, group or path.
 *
 * @param recent ids of the TRs to list first
 * @throws CancelledError on Escape
 */
export function chooseTr(all: readonly Tr[], recent: readonly string[]): Promise<Tr> {
  const search = new TrSearch(all);
  const recentTrs = recent.flatMap((id) => all.find((tr) => tr.id === id) ?? []);
  return askSearch<Tr>({
    title: t('Insert API Request'),
    placeholder: t('Name, id, group or path of a TR'),
    find: (text) => {
      const found = search.find(text);
      if (text.trim() !== '') return found.map(choice);
      const groups = Map.groupBy(found, ({ group }) => group);
      return [
        ...section(t('recently used'), recentTrs),
        ...[...groups].flatMap(([group, trs]) => section(group, trs)),
      ];
    },
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
  if (order) return '$(warning)';
  return transport === 'websocket' ? '$(broadcast)' : '$(symbol-method)';
}

const key = 'insertRequest.recent';
const most = 5;

/** The most recently chosen TRs, shared by all windows. */
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

import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { ServerClock } from '../../core/time/serverClock.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { isHttpDocument } from '../httpFiles/httpEditor.ts';
import { t } from '../shell/localize.ts';
import { choose, type Choice } from '../shell/prompts.ts';
import { profileName, stateWords } from '../shell/words.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { CommandHandlers } from './commandTypes.ts';

export interface MenuParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly clock: ServerClock;
  readonly showLog: () => void;
  readonly refresh: () => Promise<void>;
}

type MenuCommand = 'kiwoom.refreshAccounts' | 'kiwoom.showMenu' | 'kiwoom.showLog';

/** The menu behind the status bar: what makes sense now, most likely first; refresh and log. */
export function menuCommands(parts: MenuParts): Pick<CommandHandlers, MenuCommand> {
  const { active, tokens, clock, showLog, refresh } = parts;
  return {
    'kiwoom.refreshAccounts': async () => {
      await refresh();
      return {};
    },

    'kiwoom.showMenu': async () => {
      const profile = active.current;
      const title =
        profile === undefined
          ? 'Kiwoom'
          : `${profileName(profile, t)}: ${stateWords(tokens.state(profile.id), clock.now(), t)}`;
      const command = await choose<CommandId>({ title, items: items(parts) });
      await vscode.commands.executeCommand(command);
      return {};
    },

    'kiwoom.showLog': () => {
      showLog();
      return Promise.resolve({});
    },
  };
}

function items({ profiles, active, tokens }: MenuParts): Choice<CommandId>[] {
  const profile = active.current;
  const separator = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const add: Choice<CommandId>[] = [
    item('add', t('Add App Key'), 'kiwoom.addProfile'),
    item('file', t('Import App Key Files'), 'kiwoom.importKeyFiles'),
  ];
  if (profile === undefined) {
    const change = item('arrow-swap', t('Switch Account or Environment'), 'kiwoom.switchProfile');
    return [...(profiles.all.length > 0 ? [change] : []), ...add, separator, log()];
  }
  const usable = tokens.current(profile) !== undefined;
  const anyUsable = profiles.all.some((each) => tokens.current(each) !== undefined);
  return [
    item('zap', t('Issue Token'), 'kiwoom.issueToken'),
    ...(usable
      ? [
          item('verified', t('Verify Token'), 'kiwoom.verifyToken'),
          item('circle-slash', t('Revoke Token'), 'kiwoom.revokeToken'),
          item('copy', t('Copy Token'), 'kiwoom.copyToken'),
        ]
      : []),
    ...(anyUsable && profiles.all.length > 1
      ? [item('clear-all', t('End All Tokens'), 'kiwoom.revokeAll')]
      : []),
    separator,
    item('link', t('Copy Token Reference'), 'kiwoom.copyReference'),
    item('symbol-snippet', t('Insert API Request'), 'kiwoom.insertRequest'),
    ...(isHttpDocument(vscode.window.activeTextEditor?.document)
      ? [item('insert', t('Insert Authorization Header'), 'kiwoom.insertAuthorization')]
      : []),
    separator,
    item('arrow-swap', t('Switch Account or Environment'), 'kiwoom.switchProfile'),
    ...add,
    item('edit', t('Rename Account'), 'kiwoom.renameProfile'),
    item('key', t('Replace App Key'), 'kiwoom.replaceKeys'),
    item('trash', t('Remove App Key'), 'kiwoom.removeProfile'),
    separator,
    item('plug', t('Set Up REST Client Environments'), 'kiwoom.connectRestClient'),
    item('server', t('Connect Shared Token Store'), 'kiwoom.connectSharedTokens'),
    log(),
  ];
}

function log(): Choice<CommandId> {
  return item('output', t('Show Log'), 'kiwoom.showLog');
}

function item(icon: string, title: string, value: CommandId): Choice<CommandId> {
  return { label: `$(${icon}) ${title}`, value };
}

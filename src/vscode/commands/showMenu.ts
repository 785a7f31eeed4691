import * as vscode from 'vscode';
import { isHttpDocument } from '../httpFiles/httpEditor.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { formatTokenState, shortProfileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { askChoice, back, choose, type Choice } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';
import { defineCommand, noArgument } from './command.ts';
import type { Parts } from './commandParts.ts';

type MenuParts = Parts<'profiles' | 'active' | 'tokens' | 'clock'>;

/** A menu item: a command, or the submenu with all others. */
type MenuChoice = CommandId | 'manage';

/** The status bar's menu: commands that fit the current state, and a submenu with the rest. */
export const showMenu = defineCommand({
  id: 'kiwoom.showMenu',
  argument: noArgument,
  needs: 'accounts',
  run: async (_argument, parts: MenuParts) => {
    await vscode.commands.executeCommand(await chooseCommand(parts));
    return {};
  },
});

async function chooseCommand(parts: MenuParts): Promise<CommandId> {
  for (;;) {
    const chosen = await choose<MenuChoice>({ title: title(parts), items: likely(parts) });
    if (chosen !== 'manage') return chosen;
    const managed = await askChoice<CommandId>({
      title: t('Manage Accounts'),
      items: others(parts),
      // Shown as a second step, so that it has a Back button.
      step: 2,
    });
    if (managed !== back) return managed;
  }
}

function title({ active, tokens, clock }: MenuParts): string {
  const profile = active.current;
  if (profile === undefined) return 'Kiwoom';
  const text = formatTokenState(tokens.state(profile.id), clock.now(), t);
  return `${shortProfileName(profile, t)}: ${text}`;
}

function likely({ profiles, active, tokens }: MenuParts): Choice<MenuChoice>[] {
  const profile = active.current;
  const change = item('arrow-swap', t('Switch Account or Environment'), 'kiwoom.switchProfile');
  if (profile === undefined) {
    return [...(profiles.all.length > 0 ? [change] : []), ...additions(), separator(), log()];
  }
  const isUsable = tokens.current(profile) !== undefined;
  return [
    ...(isUsable ? [] : [item('zap', t('Issue Token'), 'kiwoom.issueToken')]),
    item('symbol-snippet', t('Insert API Request'), 'kiwoom.insertRequest'),
    ...(isHttpDocument(vscode.window.activeTextEditor?.document)
      ? [item('insert', t('Insert Authorization Header'), 'kiwoom.insertAuthorization')]
      : []),
    ...(isUsable ? [item('verified', t('Verify Token'), 'kiwoom.verifyToken')] : []),
    change,
    separator(),
    { label: `$(settings-gear) ${t('Manage Accounts…')}`, value: 'manage' },
    log(),
  ];
}

function others({ profiles, active, tokens }: MenuParts): Choice<CommandId>[] {
  const profile = active.current;
  const isUsable = profile !== undefined && tokens.current(profile) !== undefined;
  const isAnyUsable = profiles.all.some((each) => tokens.current(each) !== undefined);
  return [
    item('zap', t('Issue Token'), 'kiwoom.issueToken'),
    ...(isUsable
      ? [
          item('circle-slash', t('Revoke Token'), 'kiwoom.revokeToken'),
          item('copy', t('Copy Token'), 'kiwoom.copyToken'),
        ]
      : []),
    ...(isAnyUsable && profiles.all.length > 1
      ? [item('clear-all', t('End All Tokens'), 'kiwoom.revokeAll')]
      : []),
    item('link', t('Copy Token Reference'), 'kiwoom.copyReference'),
    separator(),
    ...additions(),
    item('edit', t('Rename Account'), 'kiwoom.renameProfile'),
    item('key', t('Replace App Key'), 'kiwoom.replaceKeys'),
    item('trash', t('Remove App Key'), 'kiwoom.removeProfile'),
    separator(),
    item('plug', t('Set Up REST Client Environments'), 'kiwoom.connectRestClient'),
    item(
      'shield',
      settings.runsGateway()
        ? t('Copy Gateway Address')
        : t('Let Programs Use a Pass Instead of the Token'),
      'kiwoom.copyGatewayAddress',
    ),
    item('server', t('Connect Shared Token Store'), 'kiwoom.connectSharedTokens'),
  ];
}

function additions(): Choice<CommandId>[] {
  return [
    item('add', t('Add App Key'), 'kiwoom.addProfile'),
    item('file', t('Import App Key Files'), 'kiwoom.importKeyFiles'),
  ];
}

function separator(): Choice<never> {
  return { label: '', kind: vscode.QuickPickItemKind.Separator };
}

function log(): Choice<CommandId> {
  return item('output', t('Show Log'), 'kiwoom.showLog');
}

function item(icon: string, label: string, value: CommandId): Choice<CommandId> {
  return { label: `$(${icon}) ${label}`, value };
}

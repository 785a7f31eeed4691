import * as vscode from 'vscode';
import { offerGateway } from '../passes/gatewayOffer.ts';
import { sampleRequests } from '../restClient/sampleRequests.ts';
import { changeSetting } from '../shell/changeSetting.ts';
import { clientIds } from '../shell/clientIds.ts';
import { t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { type Choice, choose } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';
import { defineCommand, noArgument } from './command.ts';
import type { Parts } from './commandParts.ts';

type ConnectParts = Parts<'restClient' | 'globalState' | 'trusted'>;

type Way = 'references' | 'tokenInSettings' | 'sample' | 'install';

/**
 * Sets up REST Client. The environments `kiwoom-real` and `kiwoom-mock` exist as soon as this extension is
 * installed (see configurationDefaults in package.json), so the user only chooses how they get the token and
 * which of them to use, and gets a sample request.
 */
export const connectRestClient = defineCommand({
  id: 'kiwoom.connectRestClient',
  argument: noArgument,
  needs: 'nothing',
  run: async (_argument, parts: ConnectParts) => {
    const installed = vscode.extensions.getExtension(clientIds.restClient) !== undefined;
    const chosen = await choose<Way>({
      title: t('Set Up REST Client Environments'),
      placeholder: t('How REST Client gets the token in kiwoom-mock and kiwoom-real'),
      items: [...(installed ? waysToTheToken() : [install()]), sample()],
    });
    switch (chosen) {
      case 'references':
      case 'tokenInSettings':
        if (await useTokenInSettings(chosen === 'tokenInSettings', parts)) {
          await vscode.commands.executeCommand('rest-client.switch-environment');
        }
        break;
      case 'install':
        await vscode.commands.executeCommand(
          'workbench.extensions.search',
          `@id:${clientIds.restClient}`,
        );
        break;
      case 'sample': {
        const content = sampleRequests(t);
        const document = await vscode.workspace.openTextDocument({ language: 'http', content });
        await vscode.window.showTextDocument(document);
      }
    }
    if (chosen !== 'install') inBackground(offerGateway(parts));
    return {};
  },
});

function waysToTheToken(): Choice<Way>[] {
  const inSettings = settings.putsTokenInSettings();
  const inUse = (used: boolean): { description?: string } =>
    used ? { description: t('in use') } : {};
  return [
    {
      label: `$(references) ${t('References (recommended)')}`,
      ...inUse(!inSettings),
      detail: t('No token in any file: requests say {0}', '{{$processEnv %kiwoomTokenVar}}'),
      value: 'references',
    },
    {
      label: `$(warning) ${t('Token in your user settings')}`,
      ...inUse(inSettings),
      detail: t('Plain text in settings.json, kept current: requests say {0}', '{{kiwoomToken}}'),
      value: 'tokenInSettings',
    },
  ];
}

function install(): Choice<Way> {
  return {
    label: `$(extensions) ${t('Find REST Client in the Marketplace')}`,
    detail: t('The extension REST Client (humao.rest-client) is not installed here'),
    value: 'install',
  };
}

function sample(): Choice<Way> {
  return {
    label: `$(new-file) ${t('Open sample requests')}`,
    detail: t('A new .http document that works in REST Client and httpyac'),
    value: 'sample',
  };
}

/**
 * @returns whether the setting is on now: the user may refuse plain text
 * @throws KiwoomError `settings-not-changed`
 */
async function useTokenInSettings(wanted: boolean, { restClient }: ConnectParts): Promise<boolean> {
  if (settings.putsTokenInSettings() === wanted) return true;
  if (!wanted) {
    await restClient.turnTokenInSettingsOff();
    return true;
  }
  await changeSetting('restClient.tokenInSettings', true);
  await restClient.settled();
  return settings.putsTokenInSettings();
}

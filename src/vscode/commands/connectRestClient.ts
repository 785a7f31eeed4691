import * as vscode from 'vscode';
import type { CommandHandlers } from '../commandTypes.ts';
import { t } from '../localize.ts';
import { choose } from '../prompts.ts';
import { sampleRequests } from '../sampleRequests.ts';

const restClient = 'humao.rest-client';

/**
 * The environments `kiwoom-real` and `kiwoom-mock` are there as soon as this extension is (see
 * configurationDefaults in package.json); what is left is to choose one and to see it work.
 */
export const connectRestClientCommands: Pick<CommandHandlers, 'kiwoom.connectRestClient'> = {
  'kiwoom.connectRestClient': async () => {
    const installed = vscode.extensions.getExtension(restClient) !== undefined;
    const chosen = await choose<'switch' | 'sample' | 'install'>({
      title: t('Set Up REST Client Environments'),
      placeholder: t('kiwoom-mock and kiwoom-real are ready to use; no settings are changed'),
      items: [
        ...(installed
          ? [
              {
                label: `$(arrow-swap) ${t('Choose the REST Client environment')}`,
                detail: t('Opens REST Client’s own list, which has kiwoom-mock and kiwoom-real'),
                value: 'switch' as const,
              },
            ]
          : [
              {
                label: `$(extensions) ${t('Find REST Client in the Marketplace')}`,
                detail: t('The extension REST Client (humao.rest-client) is not installed here'),
                value: 'install' as const,
              },
            ]),
        {
          label: `$(new-file) ${t('Open sample requests')}`,
          detail: t('A new .http document that works in REST Client and httpyac'),
          value: 'sample' as const,
        },
      ],
    });
    switch (chosen) {
      case 'switch':
        await vscode.commands.executeCommand('rest-client.switch-environment');
        break;
      case 'install':
        await vscode.commands.executeCommand('workbench.extensions.search', `@id:${restClient}`);
        break;
      case 'sample': {
        const content = sampleRequests(t);
        const document = await vscode.workspace.openTextDocument({ language: 'http', content });
        await vscode.window.showTextDocument(document);
      }
    }
    return {};
  },
};

import * as vscode from 'vscode';
import { t } from '../shell/localize.ts';
import { defineCommand, noArgument } from './command.ts';
import type { Parts } from './commandParts.ts';

export const cleanRestClientHistory = defineCommand({
  id: 'kiwoom.cleanRestClientHistory',
  argument: noArgument,
  needs: 'accounts',
  run: async (
    _argument,
    { restClient }: Parts<'restClient'>,
  ): Promise<{ readonly replaced: number }> => {
    const replaced = await restClient.cleanHistory();
    void vscode.window.showInformationMessage(
      replaced === 0
        ? t('REST Client’s history holds no token that was issued here.')
        : t('Tokens replaced in REST Client’s history: {0}.', replaced),
    );
    return { replaced };
  },
});

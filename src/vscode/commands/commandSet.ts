import type { CommandId } from '../shell/commandIds.ts';
import { addProfile } from './addProfile.ts';
import { cleanRestClientHistory } from './cleanRestClientHistory.ts';
import type { CommandOutcome } from './command.ts';
import type { CallCommand } from './commandBoundary.ts';
import { type ApplicationParts, commandParts } from './commandParts.ts';
import { connectRestClient } from './connectRestClient.ts';
import { copyGatewayAddress } from './copyGatewayAddress.ts';
import { copyMcpConfiguration } from './copyMcpConfiguration.ts';
import { copyReference } from './copyReference.ts';
import { copyToken } from './copyToken.ts';
import { importKeyFiles } from './importKeyFiles.ts';
import { insertAuthorization } from './insertAuthorization.ts';
import { insertRequest } from './insertRequest.ts';
import { insertTokenValue } from './insertTokenValue.ts';
import { issueToken } from './issueToken.ts';
import { refreshAccounts } from './refreshAccounts.ts';
import { removeProfile } from './removeProfile.ts';
import { renameProfile } from './renameProfile.ts';
import { replaceKeys } from './replaceKeys.ts';
import { revokeAll } from './revokeAll.ts';
import { revokeToken } from './revokeToken.ts';
import { connectSharedTokens, disconnectSharedTokens } from './sharedTokens.ts';
import { showLog } from './showLog.ts';
import { showMenu } from './showMenu.ts';
import { switchProfile, switchTo } from './switchProfile.ts';
import { verifyToken } from './verifyToken.ts';

/** All commands. */
export const commands = {
  'kiwoom.addProfile': addProfile,
  'kiwoom.importKeyFiles': importKeyFiles,
  'kiwoom.replaceKeys': replaceKeys,
  'kiwoom.removeProfile': removeProfile,
  'kiwoom.renameProfile': renameProfile,
  'kiwoom.switchProfile': switchProfile,
  'kiwoom.switchTo': switchTo,
  'kiwoom.issueToken': issueToken,
  'kiwoom.revokeToken': revokeToken,
  'kiwoom.revokeAll': revokeAll,
  'kiwoom.verifyToken': verifyToken,
  'kiwoom.copyToken': copyToken,
  'kiwoom.copyReference': copyReference,
  'kiwoom.copyGatewayAddress': copyGatewayAddress,
  'kiwoom.copyMcpConfiguration': copyMcpConfiguration,
  'kiwoom.insertRequest': insertRequest,
  'kiwoom.insertAuthorization': insertAuthorization,
  'kiwoom.insertTokenValue': insertTokenValue,
  'kiwoom.connectRestClient': connectRestClient,
  'kiwoom.cleanRestClientHistory': cleanRestClientHistory,
  'kiwoom.connectSharedTokens': connectSharedTokens,
  'kiwoom.disconnectSharedTokens': disconnectSharedTokens,
  'kiwoom.refreshAccounts': refreshAccounts,
  'kiwoom.showMenu': showMenu,
  'kiwoom.showLog': showLog,
} satisfies { readonly [Id in CommandId]: { readonly id: Id } };

type Run<Id extends CommandId> = (typeof commands)[Id]['run'];

export type CommandArgument<Id extends CommandId> = Parameters<Run<Id>>[0];

export type CommandResult<Id extends CommandId> = CommandOutcome<Awaited<ReturnType<Run<Id>>>>;

/** Builds the parts that commands share. */
export function commandSet(given: ApplicationParts): CallCommand {
  const parts = commandParts(given);
  return (id, argument, context) => commands[id].call(argument, parts, context);
}

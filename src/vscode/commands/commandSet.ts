import type { Memento } from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { ApiCaller } from '../../core/calls/apiCaller.ts';
import type { Variables } from '../../core/accounts/keySources.ts';
import type { Log, Scheduler } from '../../core/model/ports.ts';
import type { Renewer } from '../../core/lifecycle/renewer.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { ServerClock } from '../../core/time/serverClock.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import type { TrCatalogue } from '../../core/model/tr.ts';
import { ProfileSelection } from '../accounts/profileSelection.ts';
import { offerGateway } from '../passes/gatewayOffer.ts';
import { KeyEntry } from '../keys/keyEntry.ts';
import { KeyFileCleanup } from '../keys/keyFileCleanup.ts';
import type { RestClientSupport } from '../restClient/restClientSupport.ts';
import { inBackground } from '../shell/notifications.ts';
import type { CommandHandlers } from './commandTypes.ts';
import { restClientCommands } from './connectRestClient.ts';
import { copyMcpCommands, type McpParts } from './copyMcpConfiguration.ts';
import { copyGatewayAddressCommands, type GatewayForCommands } from './copyGatewayAddress.ts';
import { copyReferenceCommands } from './copyReference.ts';
import { copyTokenCommands, type CopyTokenParts } from './copyToken.ts';
import { importCommands, type ImportParts } from './importKeyFiles.ts';
import { insertAuthorizationCommands } from './insertAuthorization.ts';
import { insertRequestCommands } from './insertRequest.ts';
import { insertTokenCommands } from './insertTokenValue.ts';
import { issueTokenCommands } from './issueToken.ts';
import { profileCommands } from './profileCommands.ts';
import { revokeTokenCommands } from './revokeToken.ts';
import { menuCommands } from './showMenu.ts';
import { type SharedTokensParts, sharedTokensCommands } from './sharedTokens.ts';
import { verifyCommands } from './verifyToken.ts';

export interface CommandSetParts {
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly tokens: TokenManager;
  readonly caller: ApiCaller;
  readonly renewer: Renewer;
  readonly clock: ServerClock;
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly catalogue: () => Promise<TrCatalogue>;
  readonly globalState: Memento;
  readonly showLog: () => void;
  readonly restClient: RestClientSupport;
  readonly gateway: CopyTokenParts['gateway'] & GatewayForCommands & McpParts['gateway'];
  readonly trusted: () => boolean;
  readonly sharedTokens: () => Promise<SharedTokensParts>;
  /** Reads keys and tokens from storage again. */
  readonly refresh: () => Promise<void>;
  /** Reads the key pairs in a file and in the files that belong to it. @throws KiwoomError */
  readonly readKeyFile: ImportParts['readKeyFile'];
  readonly readKeyText: ImportParts['readKeyText'];
  /** Environment variables of the extension host. */
  readonly variables: Variables;
}

/** Creates all command handlers. Loaded with the first command, so that it does not slow the start of the editor. */
export function commandSet(parts: CommandSetParts): CommandHandlers {
  const selection = new ProfileSelection(parts);
  const keyEntry = new KeyEntry(parts);
  const cleanup = new KeyFileCleanup(parts.log);
  return {
    ...profileCommands({ ...parts, selection, keyEntry }),
    ...importCommands({ ...parts, keyEntry, cleanup }),
    ...issueTokenCommands({ ...parts, selection, keyEntry }),
    ...revokeTokenCommands({ ...parts, selection }),
    ...copyTokenCommands({ ...parts, selection }),
    ...verifyCommands({ ...parts, selection }),
    ...copyReferenceCommands({ ...parts, selection }),
    ...copyGatewayAddressCommands(parts.gateway),
    ...copyMcpCommands(parts),
    ...insertTokenCommands({ ...parts, selection }),
    ...insertRequestCommands(parts),
    ...insertAuthorizationCommands,
    ...restClientCommands(parts.restClient, () => {
      inBackground(offerGateway(parts));
    }),
    ...sharedTokensCommands(parts.sharedTokens),
    ...menuCommands(parts),
  };
}

export { commandArguments } from './commandTypes.ts';

import type { Memento } from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { KeyFindings } from '../../core/accounts/keyPairs.ts';
import type { FoundKeys, Variables } from '../../core/accounts/keySources.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { Secret } from '../../core/base/secret.ts';
import type { ApiCaller } from '../../core/calls/apiCaller.ts';
import type { Renewer } from '../../core/lifecycle/renewer.ts';
import type { Environment } from '../../core/model/environment.ts';
import type { Log, Scheduler } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { TrCatalogue } from '../../core/model/tr.ts';
import type { ServerClock } from '../../core/time/serverClock.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { ProfileSelection } from '../accounts/profileSelection.ts';
import { KeyEntry } from '../keys/keyEntry.ts';
import { KeyFileCleanup } from '../keys/keyFileCleanup.ts';
import type { GatewayOfPasses } from '../passes/passInPlace.ts';
import type { RestClientSupport } from '../restClient/restClientSupport.ts';

/** What commands get from the application. */
export interface ApplicationParts {
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
  readonly gateway: GatewayOfCommands;
  readonly trusted: () => boolean;
  readonly sharedTokens: () => Promise<SharedTokensParts>;
  /** Reads keys and tokens from storage again. */
  readonly refresh: () => Promise<void>;
  /** Reads the key pairs in a file and in the files that belong to it. @throws KiwoomError */
  readonly readKeyFile: (file: string) => Promise<FoundKeys>;
  /** Reads the key pairs in a text of any supported format. */
  readonly readKeyText: (text: string) => Promise<KeyFindings>;
  /** Environment variables of the extension host. */
  readonly variables: Variables;
}

/** All that commands use. */
export interface CommandParts extends ApplicationParts {
  readonly selection: ProfileSelection;
  readonly keyEntry: KeyEntry;
  readonly cleanup: KeyFileCleanup;
}

/** Those that one command uses. */
export type Parts<Name extends keyof CommandParts> = Pick<CommandParts, Name>;

export interface GatewayOfCommands extends GatewayOfPasses {
  /** `undefined` while the gateway is not running. */
  addressOf(environment: Environment): string | undefined;
  /** `undefined` while the gateway is not running. */
  readonly agentAccess: AgentAccess | undefined;
}

export interface AgentAccess {
  readonly url: string;
  /** One pass per account that agents may use. */
  readonly passes: { of(profile: Profile): Secret | undefined };
  /** Makes new terminals of this workspace hold the pass of this account. */
  choose(profile: Profile): Promise<void>;
}

export interface SharedTokensParts {
  /** @throws KiwoomError `shared-tokens-address` */
  readonly parse: (text: string) => TypedStore;
  /** Connects once to check the store. @throws KiwoomError with the reason if it cannot be used */
  readonly tryStore: (url: string, password: string) => Promise<void>;
  /** Stores address and password, and starts sharing. */
  readonly connect: (url: string, password: string) => Promise<void>;
  /** Deletes address and password; this machine keeps using the tokens it has. */
  readonly disconnect: () => Promise<void>;
}

/** A parsed address of a shared token store. */
export interface TypedStore {
  /** Without a password. */
  readonly url: string;
  readonly password?: string;
  /** The connection is neither encrypted with TLS nor local to this machine. */
  readonly readable: boolean;
}

export function commandParts(given: ApplicationParts): CommandParts {
  return {
    ...given,
    selection: new ProfileSelection(given),
    keyEntry: new KeyEntry(given),
    cleanup: new KeyFileCleanup(given.log),
  };
}

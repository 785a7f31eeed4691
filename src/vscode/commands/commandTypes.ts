import * as z from 'zod/mini';
import type { Verdict } from '../../core/calls/apiCaller.ts';
import { type Environment, environments } from '../../core/model/environment.ts';
import type { ErrorCode } from '../../core/base/errors.ts';
import { cleanKey } from '../../core/model/profile.ts';
import type { RevokeOutcome } from '../../core/tokens/tokenManager.ts';
import type { ProfileFacts } from '../accounts/profileSelection.ts';
import { type McpClient, mcpClients } from '../agents/mcpConfiguration.ts';
import type { CommandId } from '../shell/commandIds.ts';

const text = z.string().check(z.minLength(1));
const environment = z.enum(environments);
const profile = z.strictObject({ profile: z.optional(text) });
const nothing = z.strictObject({});
/** Trims the blanks and quotes that are often pasted along. */
const key = z.pipe(z.pipe(z.string(), z.transform(cleanKey)), text);

/**
 * The commands and the optional argument of each. `profile` is an id or a label. A test compares this table
 * with the commands in package.json.
 */
export const commandArguments = {
  'kiwoom.addProfile': z.strictObject({
    environment: z.optional(environment),
    label: z.optional(text),
    appkey: z.optional(key),
    secretkey: z.optional(key),
    /** Whether to issue a token to check the keys; the user is asked if not given. */
    verify: z.optional(z.boolean()),
  }),
  'kiwoom.importKeyFiles': z.strictObject({
    /** Absolute path of a file with keys, in any supported format. */
    file: z.optional(text),
    /** Environment of the keys to import if the file has both. */
    environment: z.optional(environment),
    label: z.optional(text),
    verify: z.optional(z.boolean()),
  }),
  'kiwoom.replaceKeys': z.strictObject({
    profile: z.optional(text),
    appkey: z.optional(key),
    secretkey: z.optional(key),
    verify: z.optional(z.boolean()),
  }),
  'kiwoom.removeProfile': z.strictObject({
    profile: z.optional(text),
    /** Whether to revoke the token first; the user is asked if not given, or if no account is named. */
    revoke: z.optional(z.boolean()),
  }),
  'kiwoom.renameProfile': z.strictObject({
    profile: z.optional(text),
    /** The new name; the user is asked if not given. */
    label: z.optional(text),
  }),
  'kiwoom.switchProfile': profile,
  'kiwoom.switchTo': z.strictObject({ profile: text }),
  'kiwoom.issueToken': profile,
  'kiwoom.revokeToken': z.strictObject({
    profile: z.optional(text),
    /** Revokes a real account's token without asking; so does a call that names the account. */
    confirmed: z.optional(z.boolean()),
  }),
  'kiwoom.revokeAll': z.strictObject({
    /** Revokes the tokens of real accounts too, without asking. */
    confirmed: z.optional(z.boolean()),
  }),
  'kiwoom.verifyToken': profile,
  'kiwoom.copyToken': profile,
  'kiwoom.copyReference': profile,
  'kiwoom.copyGatewayAddress': z.strictObject({ environment: z.optional(environment) }),
  'kiwoom.copyMcpConfiguration': z.strictObject({
    client: z.optional(z.enum(mcpClients)),
    profile: z.optional(text),
  }),
  'kiwoom.insertRequest': z.strictObject({ apiId: z.optional(text) }),
  'kiwoom.insertAuthorization': nothing,
  'kiwoom.insertTokenValue': profile,
  'kiwoom.connectRestClient': nothing,
  'kiwoom.cleanRestClientHistory': nothing,
  'kiwoom.connectSharedTokens': z.strictObject({
    /** `redis://` or `rediss://`; the user is asked if not given. */
    url: z.optional(text),
    /** The user is asked if neither this nor the address has one; `''` for none. */
    password: z.optional(z.string()),
  }),
  'kiwoom.disconnectSharedTokens': nothing,
  'kiwoom.refreshAccounts': nothing,
  'kiwoom.showMenu': nothing,
  'kiwoom.showLog': nothing,
} as const satisfies Record<CommandId, z.ZodMiniType>;

export type CommandArgument<Id extends CommandId> = z.infer<(typeof commandArguments)[Id]>;

/** Result of each successful command. None contains a token or a key. */
export interface CommandResults {
  'kiwoom.addProfile': ProfileFacts & { readonly verified: boolean };
  'kiwoom.importKeyFiles': ProfileFacts & {
    readonly verified: boolean;
    /** All imported accounts, where the source had several; the last one is active. */
    readonly imported: readonly (ProfileFacts & { readonly verified: boolean })[];
  };
  'kiwoom.replaceKeys': ProfileFacts & { readonly verified: boolean };
  'kiwoom.removeProfile': ProfileFacts;
  'kiwoom.renameProfile': ProfileFacts;
  'kiwoom.switchProfile': ProfileFacts;
  'kiwoom.switchTo': ProfileFacts;
  'kiwoom.issueToken': ProfileFacts & {
    /** ISO 8601, UTC. */
    readonly expiresAt: string;
    /** The server returned the token that was stored already. */
    readonly repeated: boolean;
  };
  'kiwoom.revokeToken': ProfileFacts & { readonly outcome: RevokeOutcome };
  'kiwoom.revokeAll': { readonly revoked: number; readonly failed: number };
  'kiwoom.verifyToken': ProfileFacts & { readonly verdict: Verdict };
  'kiwoom.copyToken': ProfileFacts;
  'kiwoom.copyReference': ProfileFacts & {
    /** As copied, for example `{{$processEnv KIWOOM_TOKEN}}`. */
    readonly reference: string;
  };
  'kiwoom.copyGatewayAddress': { readonly environment: Environment; readonly url: string };
  'kiwoom.copyMcpConfiguration': ProfileFacts & { readonly client: McpClient };
  'kiwoom.insertRequest': { readonly apiId: string };
  'kiwoom.insertAuthorization': { readonly requests: number };
  'kiwoom.insertTokenValue': ProfileFacts;
  'kiwoom.connectRestClient': object;
  'kiwoom.cleanRestClientHistory': { readonly replaced: number };
  /** @property url without a password */
  'kiwoom.connectSharedTokens': { readonly url: string };
  'kiwoom.disconnectSharedTokens': object;
  'kiwoom.refreshAccounts': object;
  'kiwoom.showMenu': object;
  'kiwoom.showLog': object;
}

export type CommandResult<Id extends CommandId> =
  | ({ readonly ok: true } & CommandResults[Id])
  | { readonly ok: false; readonly code: ErrorCode | 'cancelled'; readonly message: string };

/** One function per command; it throws on failure, and CancelledError when the user cancels. */
export type CommandHandlers = {
  readonly [Id in CommandId]: (
    argument: CommandArgument<Id>,
    /** Sets the argument of the *Retry* button, with the answers that the user has given. */
    retryWith: (argument: CommandArgument<Id>) => void,
  ) => Promise<CommandResults[Id]>;
};

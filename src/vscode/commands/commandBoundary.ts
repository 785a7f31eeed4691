import * as vscode from 'vscode';
import { CancelledError, toKiwoomError } from '../../core/base/errors.ts';
import type { Log } from '../../core/model/ports.ts';
import { t } from '../shell/localize.ts';
import { aboutActive, argumentOf, parseArgument, profileIn } from './commandArgument.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { commandArguments, CommandHandlers, CommandResult } from './commandTypes.ts';

/** Dependencies of {@link commandBoundary}. */
export interface BoundaryParts {
  /** Loads the command handlers and argument types with the first command. */
  readonly load: () => Promise<LoadedCommands>;
  /** Selected row of the Accounts view, for keyboard shortcuts. */
  readonly selectedRow: () => unknown;
  /** Id of the active account. */
  readonly activeProfile: () => string | undefined;
  /** Display name of the account with this id where there are several, else `undefined`. */
  readonly accountName: (profileId: string) => string | undefined;
  /** Resolves once the stored keys and tokens have been read; commands need them. */
  readonly ready: () => Promise<void>;
  readonly log: Log;
}

export interface LoadedCommands {
  readonly handlers: CommandHandlers;
  readonly commandArguments: typeof commandArguments;
}

/** Commands on the editor or the log, which need no stored keys or tokens. */
const independent: ReadonlySet<CommandId> = new Set([
  'kiwoom.insertAuthorization',
  'kiwoom.connectRestClient',
  'kiwoom.connectSharedTokens',
  'kiwoom.disconnectSharedTokens',
  'kiwoom.showLog',
]);

/** Commands that use the active account unless the call names one. */
const aboutTheActive: ReadonlySet<CommandId> = new Set([
  'kiwoom.issueToken',
  'kiwoom.revokeToken',
  'kiwoom.verifyToken',
  'kiwoom.copyToken',
  'kiwoom.copyReference',
  'kiwoom.insertTokenValue',
]);

/** Argument of the keyboard shortcuts in package.json, because VS Code passes them no row. */
const selectedRow = 'selectedRow';

/** Runs a command with the argument of a menu, shortcut or script. Never rejects. */
export type RunCommand = (id: CommandId, given: unknown) => Promise<CommandResult<CommandId>>;

/** Wraps all commands: a failure is logged, shown to the user, and returned as a plain result. */
export function commandBoundary(parts: BoundaryParts): RunCommand {
  return (id, given) => run(id, given === selectedRow ? parts.selectedRow() : given, parts);
}

async function run<Id extends CommandId>(
  id: Id,
  given: unknown,
  { load, ready, activeProfile, accountName, log }: BoundaryParts,
): Promise<CommandResult<Id>> {
  /** Argument of the *Retry* button. */
  let argument = argumentOf(id, given);
  try {
    const { handlers, commandArguments } = await load();
    const parsed = parseArgument(id, argument, commandArguments);
    if (!independent.has(id)) await ready();
    // Fixes the account now: another one may be active when the user presses a button of the error message.
    const meant = aboutTheActive.has(id) ? aboutActive(id, parsed, activeProfile()) : parsed;
    argument = meant;
    const result = await handlers[id](meant, (answered) => {
      argument = answered;
    });
    return { ok: true, ...result };
  } catch (thrown) {
    if (thrown instanceof CancelledError) return { ok: false, code: 'cancelled', message: '' };
    const error = toKiwoomError(thrown);
    const { subject, httpStatus } = error.details;
    log.error('command-failed', { command: id, error: error.message, subject, httpStatus });
    // Not awaited: the notification may stay open long after the command has ended.
    const { profile } = profileIn(argument);
    const { showError } = await import('../shell/notifications.ts');
    void showError(error, {
      profile,
      about: profile && accountName(profile),
      retry: () => vscode.commands.executeCommand(id, argument),
    });
    const { describeError } = await import('../shell/messages.ts');
    return { ok: false, code: error.code, message: describeError(error, t).message };
  }
}

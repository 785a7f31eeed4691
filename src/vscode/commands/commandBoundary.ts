import * as vscode from 'vscode';
import { CancelledError, toKiwoomError } from '../../core/base/errors.ts';
import type { Log } from '../../core/model/ports.ts';
import { t } from '../shell/localize.ts';
import { showError } from '../shell/notifications.ts';
import { aboutActive, argumentOf, parseArgument, profileIn } from './commandArgument.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { commandArguments, CommandHandlers, CommandResult } from './commandTypes.ts';

/** What the boundary needs of the rest. */
export interface BoundaryParts {
  /** The commands and what each takes, read with the first one that is run. */
  readonly load: () => Promise<LoadedCommands>;
  /** The row of the Accounts view that a keyboard shortcut means. */
  readonly selectedRow: () => unknown;
  /** Id of the account in use. */
  readonly activeProfile: () => string | undefined;
  /** What to call the account with this id, where there are several. */
  readonly accountName: (profileId: string) => string | undefined;
  /** Resolves once what is stored has been read; before that no command knows what is there. */
  readonly ready: () => Promise<void>;
  readonly log: Log;
}

export interface LoadedCommands {
  readonly handlers: CommandHandlers;
  readonly commandArguments: typeof commandArguments;
}

/** These work on the editor or the log and need nothing that is stored. */
const independent: ReadonlySet<CommandId> = new Set([
  'kiwoom.insertAuthorization',
  'kiwoom.connectRestClient',
  'kiwoom.connectSharedTokens',
  'kiwoom.disconnectSharedTokens',
  'kiwoom.showLog',
]);

/** Where no account is named, these are about the one in use. */
const aboutTheActive: ReadonlySet<CommandId> = new Set([
  'kiwoom.issueToken',
  'kiwoom.revokeToken',
  'kiwoom.verifyToken',
  'kiwoom.copyToken',
  'kiwoom.copyReference',
  'kiwoom.insertTokenValue',
]);

/** What the keyboard shortcuts of package.json hand over, which VS Code tells no row. */
const selectedRow = 'selectedRow';

/** Runs a command with whatever a menu, a shortcut or a script has handed over. Never rejects. */
export type RunCommand = (id: CommandId, given: unknown) => Promise<CommandResult<CommandId>>;

/** Runs commands for whoever calls them; a failure is logged, shown, and told as a plain result. */
export function commandBoundary(parts: BoundaryParts): RunCommand {
  return (id, given) => run(id, given === selectedRow ? parts.selectedRow() : given, parts);
}

async function run<Id extends CommandId>(
  id: Id,
  given: unknown,
  { load, ready, activeProfile, accountName, log }: BoundaryParts,
): Promise<CommandResult<Id>> {
  /** What trying again is given. */
  let argument = argumentOf(id, given);
  try {
    const { handlers, commandArguments } = await load();
    const parsed = parseArgument(id, argument, commandArguments);
    if (!independent.has(id)) await ready();
    // Another account may be in use by the time that the buttons of a failure are pressed.
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
    // Not awaited: the command is over, the notification may stay for a while.
    const { profile } = profileIn(argument);
    void showError(error, {
      profile,
      about: profile && accountName(profile),
      retry: () => vscode.commands.executeCommand(id, argument),
    });
    const { describeError } = await import('../shell/messages.ts');
    return { ok: false, code: error.code, message: describeError(error, t).message };
  }
}

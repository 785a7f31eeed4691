import * as vscode from 'vscode';
import { CancelledError, toKiwoomError } from '../../core/base/errors.ts';
import type { Log } from '../../core/model/ports.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import type { CallContext, CommandOutcome } from './command.ts';

/** Dependencies of {@link commandBoundary}. */
export interface BoundaryParts extends Omit<CallContext, 'retryWith'> {
  /** Loads the commands with the first of them, so that they do not slow the start of the editor. */
  readonly load: () => Promise<CallCommand>;
  /** Selected row of the Accounts view, for keyboard shortcuts. */
  readonly selectedRow: () => unknown;
  /** Display name of the account with this id where there are several, else `undefined`. */
  readonly accountName: (profileId: string) => string | undefined;
  readonly log: Log;
}

/** Runs a command. @throws KiwoomError, CancelledError */
export type CallCommand = (id: CommandId, given: unknown, context: CallContext) => Promise<object>;

/** Runs a command with the argument of a menu, shortcut or script. Never rejects. */
export type RunCommand = (id: CommandId, given: unknown) => Promise<CommandOutcome<object>>;

/** Argument of the keyboard shortcuts in package.json, because VS Code passes them no row. */
const selectedRow = 'selectedRow';

/** Wraps all commands: a failure is logged, shown to the user, and returned as a plain result. */
export function commandBoundary(parts: BoundaryParts): RunCommand {
  return (id, given) => run(id, given === selectedRow ? parts.selectedRow() : given, parts);
}

async function run(
  id: CommandId,
  given: unknown,
  { load, ready, activeProfile, accountName, log }: BoundaryParts,
): Promise<CommandOutcome<object>> {
  /** Argument of the *Retry* button. */
  let argument = given;
  const retryWith = (next: unknown): void => {
    argument = next;
  };
  try {
    const call = await load();
    const result = await call(id, given, { ready, activeProfile, retryWith });
    return { ok: true, ...result };
  } catch (thrown) {
    if (thrown instanceof CancelledError) return { ok: false, code: 'cancelled', message: '' };
    const error = toKiwoomError(thrown);
    const { subject, httpStatus } = error.details;
    log.error('command-failed', { command: id, error: error.message, subject, httpStatus });
    // Not awaited: the notification may stay open long after the command has ended.
    const profile = profileIn(argument);
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

/** The account named in the argument, or clicked. */
export function profileIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('profile' in argument)) return;
  return typeof argument.profile === 'string' ? argument.profile : undefined;
}

import * as vscode from 'vscode';
import { CancelledError, KiwoomError, toKiwoomError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import {
  commandArguments,
  type CommandArgument,
  type CommandHandlers,
  type CommandId,
  type CommandResult,
} from './commandTypes.ts';
import { t } from './localize.ts';
import { describeError } from './messages.ts';
import { showError } from './notifications.ts';

/**
 * Registers every command behind the one place where failures become sentences.
 *
 * @param ready what is stored has been read: before that, no command knows what is there
 */
export function registerCommands(
  handlers: CommandHandlers,
  ready: Promise<void>,
  log: Log,
): vscode.Disposable {
  const register = (id: CommandId): vscode.Disposable =>
    vscode.commands.registerCommand(id, (argument: unknown) =>
      ready.then(() => run(id, handlers, argument, log)),
    );
  return vscode.Disposable.from(...(Object.keys(handlers) as CommandId[]).map(register));
}

async function run<Id extends CommandId>(
  id: Id,
  handlers: CommandHandlers,
  argument: unknown,
  log: Log,
): Promise<CommandResult<Id>> {
  try {
    return { ok: true, ...(await handlers[id](parseArgument(id, argument))) };
  } catch (thrown) {
    if (thrown instanceof CancelledError) return { ok: false, code: 'cancelled', message: '' };
    const error = toKiwoomError(thrown);
    log.error('command-failed', { command: id, error: error.message });
    // Not awaited: the command is over, the notification may stay for a while.
    void showError(error, () => vscode.commands.executeCommand(id, argument));
    return { ok: false, code: error.code, message: describeError(error, t).message };
  }
}

/** Menus hand over what was clicked (a Uri, an editor); only a plain object is an argument. */
function parseArgument<Id extends CommandId>(id: Id, argument: unknown): CommandArgument<Id> {
  const plain =
    typeof argument === 'object' &&
    argument !== null &&
    Object.getPrototypeOf(argument) === Object.prototype &&
    !('$mid' in argument);
  const parsed = commandArguments[id].safeParse(plain ? argument : {});
  if (!parsed.success) {
    const subject = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new KiwoomError('invalid-arguments', { subject: `${id}: ${subject}` });
  }
  return parsed.data as CommandArgument<Id>;
}

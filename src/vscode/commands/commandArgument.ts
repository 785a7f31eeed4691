import { KiwoomError } from '../../core/base/errors.ts';
import { AccountElement } from '../accounts/accountElements.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { CommandArgument, commandArguments } from './commandTypes.ts';

/**
 * Converts what VS Code passes to a command into its documented argument. Menus pass the clicked element: an
 * account of the Accounts view, or something that is no argument (a Uri, an editor).
 */
export function argumentOf(id: CommandId, given: unknown): unknown {
  if (given instanceof AccountElement) return unconfirmed(id, given.profile);
  return isFromMenu(given) ? {} : given;
}

/** Adds the active account where the call names none. */
export function aboutActive<Id extends CommandId>(
  id: Id,
  argument: CommandArgument<Id>,
  active: string | undefined,
): CommandArgument<Id> {
  if (active === undefined || profileIn(argument).profile !== undefined) return argument;
  const confirmed = 'confirmed' in argument && argument.confirmed === true;
  return { ...argument, ...(confirmed ? { profile: active } : unconfirmed(id, active)) };
}

/** @throws KiwoomError `invalid-arguments` unless it matches the documented type */
export function parseArgument<Id extends CommandId>(
  id: Id,
  argument: unknown,
  known: typeof commandArguments,
): CommandArgument<Id> {
  const parsed = known[id].safeParse(argument);
  if (!parsed.success) {
    const subject = parsed.error.issues.map(({ path, message }) => path.join('.') || message);
    throw new KiwoomError('invalid-arguments', { subject: `${id}: ${subject.join(', ')}` });
  }
  return parsed.data as CommandArgument<Id>;
}

/** The account named in the argument, if any. */
export function profileIn(argument: unknown): { profile?: string } {
  if (typeof argument !== 'object' || argument === null || !('profile' in argument)) return {};
  return typeof argument.profile === 'string' ? { profile: argument.profile } : {};
}

/**
 * Asks for confirmation although an account is named: a script that names a real account intends it, but a
 * click may be a slip.
 */
function unconfirmed(id: CommandId, profile: string): { profile: string; confirmed?: false } {
  return id === 'kiwoom.revokeToken' ? { profile, confirmed: false } : { profile };
}

function isFromMenu(argument: unknown): boolean {
  if (argument === undefined || argument === null) return true;
  if (typeof argument !== 'object' || Array.isArray(argument)) return false;
  return '$mid' in argument || Object.getPrototypeOf(argument) !== Object.prototype;
}

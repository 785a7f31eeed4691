import { KiwoomError } from '../../core/base/errors.ts';
import { AccountElement } from '../accounts/accountElements.ts';
import type { CommandId } from '../shell/commandIds.ts';
import type { CommandArgument, commandArguments } from './commandTypes.ts';

/**
 * The documented argument that a call stands for. Menus hand over what was clicked: an account of the
 * Accounts view, or what means nothing to a command (a Uri, an editor).
 */
export function argumentOf(id: CommandId, given: unknown): unknown {
  if (given instanceof AccountElement) return unconfirmed(id, given.profile);
  return isFromMenu(given) ? {} : given;
}

/** Names the account in use where the call names none. */
export function aboutActive<Id extends CommandId>(
  id: Id,
  argument: CommandArgument<Id>,
  active: string | undefined,
): CommandArgument<Id> {
  if (active === undefined || profileIn(argument).profile !== undefined) return argument;
  const confirmed = 'confirmed' in argument && argument.confirmed === true;
  return { ...argument, ...(confirmed ? { profile: active } : unconfirmed(id, active)) };
}

/** @throws KiwoomError `invalid-arguments` unless it is what is documented */
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

/** The account that the next step is about, if the call named one. */
export function profileIn(argument: unknown): { profile?: string } {
  if (typeof argument !== 'object' || argument === null || !('profile' in argument)) return {};
  return typeof argument.profile === 'string' ? { profile: argument.profile } : {};
}

/** A script that names a real account means it; a click may have slipped. */
function unconfirmed(id: CommandId, profile: string): { profile: string; confirmed?: false } {
  return id === 'kiwoom.revokeToken' ? { profile, confirmed: false } : { profile };
}

function isFromMenu(argument: unknown): boolean {
  if (argument === undefined || argument === null) return true;
  if (typeof argument !== 'object' || Array.isArray(argument)) return false;
  return '$mid' in argument || Object.getPrototypeOf(argument) !== Object.prototype;
}

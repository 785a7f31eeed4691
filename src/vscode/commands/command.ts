import * as z from 'zod/mini';
import { type ErrorCode, KiwoomError } from '../../core/base/errors.ts';
import { environments } from '../../core/model/environment.ts';
import { cleanKey } from '../../core/model/profile.ts';
import { AccountElement } from '../accounts/accountElements.ts';
import type { CommandId } from '../shell/commandIds.ts';

/** A command, in one place; only its title and menus are in package.json. */
interface Definition<Id extends CommandId, Argument, Parts, Result> {
  readonly id: Id;
  /** Documents and checks the argument. */
  readonly argument: z.ZodMiniType<Argument>;
  /**
   * `accounts` are the stored keys and tokens, which the command waits for. `active account` also adds that
   * account to an argument that names none.
   */
  readonly needs: 'nothing' | 'accounts' | 'active account';
  /** Changes an argument whose account the caller did not name: it was clicked, or is the active one. */
  readonly unnamed?: (argument: Argument) => Argument;
  /**
   * Throws on failure, and CancelledError when the user cancels. The result contains no token and no key.
   *
   * @param parts those of CommandParts that it uses
   * @param retryWith sets the argument of the *Retry* button, with the answers that the user has given
   */
  readonly run: (
    argument: Argument,
    parts: Parts,
    retryWith: (argument: Argument) => void,
  ) => Promise<Result>;
}

/** What the boundary gives to each call. */
export interface CallContext {
  /** Resolves once the stored keys and tokens have been read. */
  readonly ready: () => Promise<void>;
  /** Id of the active account. */
  readonly activeProfile: () => string | undefined;
  readonly retryWith: (argument: unknown) => void;
}

/** What VS Code or a script gets from a command. */
export type CommandOutcome<Result> =
  | ({ readonly ok: true } & Result)
  | { readonly ok: false; readonly code: ErrorCode | 'cancelled'; readonly message: string };

/** Adds what the boundary calls, which is alike for all commands: the argument's type is checked here. */
export function defineCommand<
  Id extends CommandId,
  Argument extends object,
  Parts,
  Result extends object,
>(command: Definition<Id, Argument, Parts, Result>) {
  const { id, argument: schema, needs, unnamed = (argument: Argument) => argument } = command;

  /**
   * Menus pass the clicked element: an account of the Accounts view, or something that is no argument (a Uri,
   * an editor).
   *
   * @throws KiwoomError `invalid-arguments` unless it matches the documented type
   */
  const argumentOf = (given: unknown): Argument => {
    if (given instanceof AccountElement) return unnamed(parse({ profile: given.profile }));
    return parse(isFromMenu(given) ? {} : given);
  };

  const parse = (given: unknown): Argument => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    const subject = parsed.error.issues.map(({ path, message }) => path.join('.') || message);
    throw new KiwoomError('invalid-arguments', { subject: `${id}: ${subject.join(', ')}` });
  };

  /** Adds the active account where the argument names none. */
  const aboutActive = (argument: Argument, active: string | undefined): Argument => {
    const names = 'profile' in argument && argument.profile !== undefined;
    return names || active === undefined ? argument : unnamed({ ...argument, profile: active });
  };

  return {
    ...command,
    argumentOf,
    aboutActive,
    call: async (given: unknown, parts: Parts, context: CallContext): Promise<Result> => {
      const { ready, activeProfile, retryWith } = context;
      let argument = argumentOf(given);
      if (needs !== 'nothing') await ready();
      // Fixes the account now: another one may be active when the user presses a button of the error message.
      if (needs === 'active account') argument = aboutActive(argument, activeProfile());
      retryWith(argument);
      return command.run(argument, parts, retryWith);
    },
  };
}

function isFromMenu(argument: unknown): boolean {
  if (argument === undefined || argument === null) return true;
  if (typeof argument !== 'object' || Array.isArray(argument)) return false;
  return '$mid' in argument || Object.getPrototypeOf(argument) !== Object.prototype;
}

export const text = z.string().check(z.minLength(1));
export const environment = z.enum(environments);
/** Trims the blanks and quotes that are often pasted along. */
export const key = z.pipe(z.pipe(z.string(), z.transform(cleanKey)), text);
/** The account's id or label. */
export const profileArgument = z.strictObject({ profile: z.optional(text) });
export const noArgument = z.strictObject({});

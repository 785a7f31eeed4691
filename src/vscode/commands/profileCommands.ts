import * as vscode from 'vscode';
import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import {
  CancelledError,
  type ErrorCode,
  type KiwoomError,
  toKiwoomError,
} from '../../core/base/errors.ts';
import { labelProblem } from '../../core/accounts/labels.ts';
import type { Clock } from '../../core/model/ports.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import type { TokenManager } from '../../core/tokens/tokenManager.ts';
import { factsOf, type ProfileSelection, type ProfileFacts } from '../accounts/profileSelection.ts';
import { announceRealInUse } from '../accounts/realInUse.ts';
import type { EnteredKeys, KeyEntry } from '../keys/keyEntry.ts';
import type { KeyDraft } from '../keys/keyQuestions.ts';
import type { CommandId } from '../shell/commandIds.ts';
import { t } from '../shell/localize.ts';
import { describeError } from '../shell/messages.ts';
import { inBackground } from '../shell/notifications.ts';
import { askText, back, confirm, withProgress } from '../shell/prompts.ts';
import { profileName, formatShortTime } from '../shell/formatting.ts';
import type { CommandHandlers } from './commandTypes.ts';

export interface ProfileCommandParts {
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
  readonly selection: ProfileSelection;
  readonly keyEntry: KeyEntry;
  readonly clock: Clock;
}

type ProfileCommand =
  | 'kiwoom.addProfile'
  | 'kiwoom.replaceKeys'
  | 'kiwoom.removeProfile'
  | 'kiwoom.renameProfile'
  | 'kiwoom.switchProfile'
  | 'kiwoom.switchTo';

/** Commands to add, remove, rename and switch accounts, and to replace keys. */
export function profileCommands(parts: ProfileCommandParts): Pick<CommandHandlers, ProfileCommand> {
  const { tokens, profiles, active, selection, keyEntry, clock } = parts;

  const remove = async (profile: Profile): Promise<void> => {
    await profiles.remove(profile.id);
    await tokens.forget(profile.id);
  };

  const use = async (profile: Profile): Promise<ProfileFacts> => {
    const before = active.current;
    await active.choose(profile);
    announceRealInUse(before, profile);
    return factsOf(profile);
  };

  const askForLabel = async (profile: Profile): Promise<string> => {
    const answer = await askText({
      title: t('Rename Account'),
      prompt: t('A name for this account, for example the account number'),
      value: profile.label,
      check: (text) => labelObjection(profiles, profile, text.trim()),
    });
    if (answer === back) throw new CancelledError();
    return answer.trim();
  };

  const rename = async (profile: Profile, label: string): Promise<Profile> => {
    const problem = labelProblem(profiles, profile, label);
    if (problem !== undefined) throw problem;
    return profiles.rename(profile, label);
  };

  /**
   * Keeps the profile until its token is revoked, unless the user wants to remove it anyway.
   *
   * @returns the reason why the token was not revoked, where retrying would not help
   */
  const revokeAndRemove = async (profile: Profile): Promise<KiwoomError | undefined> => {
    let refusal: KiwoomError | undefined;
    try {
      await withProgress(t('Revoking the token of {0}…', profileName(profile, t)), (signal) =>
        tokens.revoke(profile, signal),
      );
    } catch (thrown) {
      if (thrown instanceof CancelledError) throw thrown;
      const error = toKiwoomError(thrown);
      if (endsTheMatter.has(error.code)) refusal = error;
      else await confirmRemovalWithoutRevoke(profile, error);
    }
    await remove(profile);
    return refusal;
  };

  return {
    'kiwoom.addProfile': async (argument) =>
      announceAdded(await keyEntry.add(t('Add App Key'), draftOf(argument))),

    'kiwoom.replaceKeys': async ({ profile: name, ...draft }) => {
      const title = t('Replace App Key');
      const profile = await selection.namedOrPicked(name, title);
      return announceReplaced(await keyEntry.replace(title, profile, draftOf(draft)));
    },

    'kiwoom.removeProfile': async ({ profile: name, revoke }) => {
      const profile = await selection.namedOrPicked(name, t('Remove App Key'));
      // Without a named account the user is always asked, because removing keys cannot be undone.
      const answered = name === undefined ? undefined : revoke;
      const wanted =
        answered ?? (await askForRemoval(profile, tokens.current(profile) !== undefined));
      const token = tokens.current(profile);
      let refusal: KiwoomError | undefined;
      if (wanted) refusal = await revokeAndRemove(profile);
      else await remove(profile);
      void vscode.window.showInformationMessage(
        refusal === undefined || token === undefined
          ? t('Removed the app key of {0}.', profileName(profile, t))
          : t(
              'Removed the app key of {0}. Its token was not revoked: it is dead already, or ends at {1}.',
              profileName(profile, t),
              formatShortTime(token.expiresAt, clock.now(), t),
            ),
      );
      return factsOf(profile);
    },

    'kiwoom.renameProfile': async ({ profile: name, label }) => {
      const profile = await selection.namedOrPicked(name, t('Rename Account'));
      return factsOf(await rename(profile, label?.trim() ?? (await askForLabel(profile))));
    },

    'kiwoom.switchProfile': async ({ profile: name }) => {
      if (name === undefined && profiles.all.length === 0) {
        return announceAdded(await keyEntry.add(t('Add App Key'), {}));
      }
      const picked =
        name === undefined
          ? await selection.pick<'add'>(t('Switch Account or Environment'), [
              { label: '', kind: vscode.QuickPickItemKind.Separator },
              { label: `$(add) ${t('Add App Key')}`, value: 'add' },
            ])
          : selection.named(name);
      if (picked === 'add') return announceAdded(await keyEntry.add(t('Add App Key'), {}));
      return use(picked);
    },

    'kiwoom.switchTo': async ({ profile: name }) => {
      return use(selection.named(name));
    },
  };
}

/** Final notification of all commands that add keys. A name derived automatically can be changed from it. */
export function announceAdded(entered: EnteredKeys) {
  const { profile, outcome, before } = entered;
  const name = profileName(profile, t);
  const rename = t('Rename');
  const offer = vscode.window
    .showInformationMessage(
      outcome === undefined
        ? t('Added {0}. Its keys are not checked yet.', name)
        : t('Added {0}. Its keys work.', name),
      rename,
    )
    .then((chosen) => (chosen === rename ? renameNow(profile) : undefined));
  inBackground(offer, { profile: profile.id });
  announceRealInUse(before, profile);
  return enteredFacts(entered);
}

function announceReplaced(entered: EnteredKeys) {
  const { profile, outcome, before } = entered;
  const name = profileName(profile, t);
  void vscode.window.showInformationMessage(
    outcome === undefined
      ? t('Replaced the keys of {0}. They are not checked yet.', name)
      : t('Replaced the keys of {0}. They work.', name),
  );
  announceRealInUse(before, profile);
  return enteredFacts(entered);
}

export function enteredFacts({ profile, outcome }: EnteredKeys) {
  return { ...factsOf(profile), verified: outcome !== undefined };
}

async function renameNow({ id }: Profile): Promise<void> {
  const command: CommandId = 'kiwoom.renameProfile';
  await vscode.commands.executeCommand(command, { profile: id });
}

function labelObjection(
  profiles: Profiles,
  profile: Profile,
  label: string,
): vscode.InputBoxValidationMessage | undefined {
  const severity = vscode.InputBoxValidationSeverity.Error;
  if (label === '') return { message: t('Enter a name.'), severity };
  const problem = labelProblem(profiles, profile, label);
  return problem && { message: describeError(problem, t).message, severity };
}

/**
 * Revocation errors where retrying would not help: the server does not know the token, or the keys are no
 * longer valid.
 */
const endsTheMatter: ReadonlySet<ErrorCode> = new Set([
  'token-invalid',
  'token-lookup-failed',
  'revoke-failed',
  'wrong-keys',
]);

async function askForRemoval(profile: Profile, alive: boolean): Promise<boolean> {
  const revoke = t('Revoke and Remove');
  const buttons = alive ? [revoke, t('Remove Only')] : [t('Remove')];
  const chosen = await confirm(
    t('Remove the app key of {0}?', profileName(profile, t)),
    alive
      ? t('Its token is still valid. Revoking ends it for every program that uses this app key.')
      : t('The keys are deleted from VS Code’s secret storage. The portal is not changed.'),
    ...buttons,
  );
  return chosen === revoke;
}

async function confirmRemovalWithoutRevoke(profile: Profile, error: KiwoomError): Promise<void> {
  await confirm(
    t('The token of {0} could not be revoked. Remove the app key anyway?', profileName(profile, t)),
    describeError(error, t).message,
    t('Remove Only'),
  );
}

/** Drops undefined properties: a missing one means "ask the user". */
export function draftOf(given: { [Name in keyof KeyDraft]: KeyDraft[Name] | undefined }): KeyDraft {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

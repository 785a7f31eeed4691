import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Environment } from '../../core/model/environment.ts';
import { CancelledError, KiwoomError } from '../../core/base/errors.ts';
import type { AppKeys, Profile } from '../../core/model/profile.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import { Secret } from '../../core/base/secret.ts';
import type { IssueOutcome, TokenManager } from '../../core/tokens/tokenManager.ts';
import { t } from '../shell/localize.ts';
import { describeError } from '../shell/messages.ts';
import { confirm, withProgress } from '../shell/prompts.ts';
import { environmentName, profileName } from '../shell/words.ts';
import { type AppKeyOwner, askForKeys, type KeyDraft, type Question } from './keyQuestions.ts';

export interface KeyEntryParts {
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
}

export interface EnteredKeys {
  readonly profile: Profile;
  /** The token that proved the keys; `undefined` if they were stored unchecked. */
  readonly outcome?: IssueOutcome;
  /** The account that was in use before this one. */
  readonly before?: Profile;
}

/** How keys get into the key store: asked for, tried by issuing a token, corrected, stored. */
export class KeyEntry {
  readonly #parts: KeyEntryParts;

  constructor(parts: KeyEntryParts) {
    this.#parts = parts;
  }

  /**
   * Stores a new profile and makes it the active one. Where nothing has to be asked, a failure
   * rejects instead of offering a correction.
   *
   * @param questions what to ask; by default what `draft` does not say
   * @throws KiwoomError; CancelledError, after which nothing is stored
   */
  add(
    title: string,
    draft: KeyDraft,
    questions: readonly Question[] = questionsFor(draft),
  ): Promise<EnteredKeys> {
    const { profiles } = this.#parts;
    return this.#enter(title, draft, questions, {
      taken: ({ environment = 'mock', appkey }) => this.#owner(environment, appkey),
      draftProfile: ({ environment = 'mock', label }, keys) =>
        profiles.draft(environment, label ?? environmentName(environment, t), keys),
      store: async (profile, keys) => {
        await profiles.add(profile, keys);
        return profile;
      },
      movable: true,
    });
  }

  /** New keys for a profile that keeps its name and place. */
  replace(title: string, old: Profile, draft: KeyDraft): Promise<EnteredKeys> {
    const { profiles, tokens } = this.#parts;
    const { environment, label } = old;
    const given = { ...draft, environment, label };
    return this.#enter(title, given, questionsFor(given), {
      taken: ({ appkey }) => {
        const owner = this.#owner(environment, appkey);
        return owner?.id === old.id ? undefined : owner;
      },
      draftProfile: (_draft, keys) => ({
        ...old,
        id: profiles.draft(environment, label, keys).id,
      }),
      store: async (_profile, keys) => {
        const replaced = await profiles.replaceKeys(old, keys);
        if (replaced.id !== old.id) await tokens.forget(old.id);
        return replaced;
      },
      movable: false,
    });
  }

  /** The profile that has this app key already. */
  #owner(environment: Environment, appkey = ''): Profile | undefined {
    const { profiles } = this.#parts;
    const { id } = profiles.draft(environment, '', secrets({ appkey }));
    return profiles.all.find((profile) => profile.id === id);
  }

  async #enter(
    title: string,
    given: KeyDraft,
    questions: readonly Question[],
    way: Way,
  ): Promise<EnteredKeys> {
    const { active } = this.#parts;
    const interactive = questions.length > 0;
    let draft = await askForKeys(title, questions, given, way.taken);
    for (;;) {
      const owner = way.taken(draft);
      if (owner !== undefined) throw new KiwoomError('profile-exists', { subject: owner.label });
      const keys = secrets(draft);
      const profile = way.draftProfile(draft, keys);
      const tried = draft.verify === false ? undefined : await this.#try(profile, keys);
      if (!(tried instanceof KiwoomError)) {
        const stored = await this.#store(profile, keys, way);
        const before = active.current;
        await active.choose(stored);
        return {
          profile: stored,
          ...(before !== undefined && { before }),
          ...(tried !== undefined && { outcome: tried }),
        };
      }
      if (!interactive) throw tried;
      draft = await correct(title, draft, tried, way);
    }
  }

  async #store(profile: Profile, keys: AppKeys, way: Way): Promise<Profile> {
    const { tokens, profiles } = this.#parts;
    try {
      const stored = await way.store(profile, keys);
      await tokens.store(stored);
      return stored;
    } catch (thrown) {
      // No keys, no token.
      if (profiles.find(profile.id) === undefined) await tokens.forget(profile.id);
      throw thrown;
    }
  }

  /** The failure is a result here: the user may correct what caused it. */
  async #try(profile: Profile, keys: AppKeys): Promise<IssueOutcome | KiwoomError> {
    const { tokens, profiles } = this.#parts;
    try {
      return await withProgress(t('Checking the keys of {0}…', profileName(profile, t)), (signal) =>
        tokens.issueWith(profile, keys, signal),
      );
    } catch (thrown) {
      if (profiles.find(profile.id) === undefined) await tokens.forget(profile.id);
      if (thrown instanceof KiwoomError) return thrown;
      throw thrown;
    }
  }
}

/** What differs between adding and replacing. */
interface Way {
  readonly taken: AppKeyOwner;
  readonly draftProfile: (draft: KeyDraft, keys: AppKeys) => Profile;
  readonly store: (profile: Profile, keys: AppKeys) => Promise<Profile>;
  /** Whether keys of the other environment may be stored there instead. */
  readonly movable: boolean;
}

/** A script that gives the keys is not asked for a name, nor whether to check them. */
function questionsFor(draft: KeyDraft): Question[] {
  const essential: Question[] = ['environment', 'appkey', 'secretkey'];
  const all: Question[] = ['environment', 'label', 'appkey', 'secretkey', 'verify'];
  const complete = essential.every((question) => draft[question] !== undefined);
  return complete ? [] : all.filter((question) => draft[question] === undefined);
}

/** What was right stays as it is; only the wrong piece is asked for again. */
async function correct(
  title: string,
  draft: KeyDraft,
  error: KiwoomError,
  way: Way,
): Promise<KeyDraft> {
  const { environment = 'mock' } = draft;
  const other = environment === 'real' ? 'mock' : 'real';
  const appkey = t('Correct App Key');
  const secretkey = t('Correct Secret Key');
  const move = t('Use as {0} Key', environmentName(other, t));
  const again = t('Try Again');
  const keep = t('Save Anyway');
  const offered: readonly string[] =
    error.code === 'key-of-other-environment'
      ? [...(way.movable ? [move] : []), appkey, again, keep]
      : keyTrouble.has(error.code)
        ? [appkey, secretkey, again, keep]
        : [again, keep];
  const chosen = await confirm(
    t('The keys could not be checked'),
    describeError(error, t).message,
    ...offered,
  );
  switch (chosen) {
    case appkey:
      return askForKeys(title, ['appkey'], draft, way.taken);
    case secretkey:
      return askForKeys(title, ['secretkey'], draft, way.taken);
    case move:
      return { ...draft, environment: other };
    case again:
      return draft;
    case keep:
      return { ...draft, verify: false };
    default:
      throw new CancelledError();
  }
}

const keyTrouble: ReadonlySet<string> = new Set([
  'wrong-keys',
  'keys-missing',
  'http-bad-request',
  'http-unauthorized',
  'unknown-server-code',
]);

function secrets({ appkey = '', secretkey = '' }: KeyDraft): AppKeys {
  return { appkey: new Secret(appkey), secretkey: new Secret(secretkey) };
}

import type { ActiveProfile } from '../../core/accounts/activeProfile.ts';
import type { Environment } from '../../core/model/environment.ts';
import { KiwoomError } from '../../core/base/errors.ts';
import type { AppKeys, Profile } from '../../core/model/profile.ts';
import { freeLabel, labelProblem, looksLikeKey } from '../../core/accounts/labels.ts';
import type { Profiles } from '../../core/accounts/profiles.ts';
import { accountNumber, type AccountNumberParts } from '../../core/calls/accountNumber.ts';
import { Secret } from '../../core/base/secret.ts';
import type { AccessToken } from '../../core/model/token.ts';
import type { IssueOutcome, TokenManager } from '../../core/tokens/tokenManager.ts';
import { t } from '../shell/localize.ts';
import { withProgress } from '../shell/prompts.ts';
import { environmentName } from '../shell/formatting.ts';
import { correctKeys, swapKeys } from './keyCorrection.ts';
import { type AppKeyOwner, askForKeys, type KeyDraft, type Question } from './keyQuestions.ts';

export interface KeyEntryParts extends AccountNumberParts {
  readonly tokens: TokenManager;
  readonly profiles: Profiles;
  readonly active: ActiveProfile;
}

export interface EnteredKeys {
  readonly profile: Profile;
  /** The issue that checked the keys; `undefined` if they were stored unchecked. */
  readonly outcome?: IssueOutcome;
  /** The account that was active before this one. */
  readonly before?: Profile;
}

/** Adds keys to the key store: asks for them, checks them by issuing a token, offers corrections, stores them. */
export class KeyEntry {
  readonly #parts: KeyEntryParts;

  constructor(parts: KeyEntryParts) {
    this.#parts = parts;
  }

  /**
   * Stores a new profile and makes it the active one. Without questions to ask, a failure rejects instead of
   * offering a correction.
   *
   * @param questions to ask; by default those that `draft` does not answer
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
      draftProfile: ({ environment = 'mock', label }, keys) => {
        const profile = profiles.draft(environment, label ?? environmentName(environment, t), keys);
        const problem = label === undefined ? undefined : labelProblem(profiles, profile, label);
        if (problem !== undefined) throw problem;
        return profile;
      },
      named: (profile, draft, checked) => this.#named(profile, draft, checked),
      store: async (profile, keys) => {
        await profiles.add(profile, keys);
        return profile;
      },
      movable: true,
    });
  }

  /** Replaces the keys of a profile, which keeps its name and position. */
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
      named: (profile) => Promise.resolve(profile),
      store: async (_profile, keys) => {
        const replaced = await profiles.replaceKeys(old, keys);
        if (replaced.id !== old.id) await tokens.forget(old.id);
        return replaced;
      },
      movable: false,
    });
  }

  /** Returns the profile that already has this app key. */
  #owner(environment: Environment, appkey = ''): Profile | undefined {
    const { profiles } = this.#parts;
    const { id } = profiles.draft(environment, '', secrets({ appkey }));
    return profiles.all.find((profile) => profile.id === id);
  }

  /**
   * Names an unnamed account after the suggestion of its source, else its account number, else its environment.
   *
   * @param checked given once the keys have been checked, so that Kiwoom may be asked for the account number
   */
  async #named(
    profile: Profile,
    { label, suggestedLabel }: KeyDraft,
    checked?: Checked,
  ): Promise<Profile> {
    if (label !== undefined) return profile;
    const suggested =
      suggestedLabel !== undefined && looksLikeKey(suggestedLabel) ? undefined : suggestedLabel;
    const number =
      suggested === undefined && checked !== undefined
        ? await accountNumber(this.#parts, profile, checked.token, checked.signal)
        : undefined;
    const wished = suggested ?? number ?? profile.label;
    return { ...profile, label: freeLabel(this.#parts.profiles, profile, wished) };
  }

  async #enter(
    title: string,
    given: KeyDraft,
    questions: readonly Question[],
    way: Way,
  ): Promise<EnteredKeys> {
    const interactive = questions.length > 0;
    let draft = await askForKeys(title, questions, given, way.taken);
    let swapped = false;
    for (;;) {
      const owner = way.taken(draft);
      if (owner !== undefined) throw new KiwoomError('profile-exists', { subject: owner.label });
      const keys = secrets(draft);
      const profile = way.draftProfile(draft, keys);
      const tried =
        draft.verify === false
          ? { profile: await way.named(profile, draft) }
          : await this.#try(profile, keys, draft, way);
      if (!(tried instanceof KiwoomError)) return this.#use(tried, keys, way);
      if (!interactive) throw tried;
      const { taken, movable } = way;
      // Swapping did not help, so the user's own input is restored.
      if (swapped && tried.code === 'wrong-keys') draft = swapKeys(draft);
      const correction = { title, draft, error: tried, taken, movable, swappable: !swapped };
      ({ draft, swapped } = await correctKeys(correction));
    }
  }

  async #use({ profile, token }: Tried, keys: AppKeys, way: Way): Promise<EnteredKeys> {
    const { active, tokens } = this.#parts;
    const stored = await way.store(profile, keys);
    const outcome = token && (await tokens.adopt(stored, token));
    // Keys seal the stored token, so one that was held before is written again.
    if (outcome === undefined) await tokens.store(stored);
    const before = active.current;
    await active.choose(stored);
    return {
      profile: stored,
      ...(before !== undefined && { before }),
      ...(outcome !== undefined && { outcome }),
    };
  }

  /** Returns a failure instead of throwing it, so that the user can correct its cause. */
  async #try(
    profile: Profile,
    keys: AppKeys,
    draft: KeyDraft,
    way: Way,
  ): Promise<Tried | KiwoomError> {
    const { tokens } = this.#parts;
    try {
      return await withProgress(t('Checking the keys…'), async (signal) => {
        const token = await tokens.tryKeys(profile, keys, signal);
        return { profile: await way.named(profile, draft, { token, signal }), token };
      });
    } catch (thrown) {
      if (thrown instanceof KiwoomError) return thrown;
      throw thrown;
    }
  }
}

/** Keys to store, with the token issued to check them. */
interface Tried {
  readonly profile: Profile;
  readonly token?: AccessToken;
}

interface Checked {
  readonly token: AccessToken;
  readonly signal: AbortSignal;
}

/** Differences between adding and replacing. */
interface Way {
  readonly taken: AppKeyOwner;
  readonly draftProfile: (draft: KeyDraft, keys: AppKeys) => Profile;
  /** Returns the profile with its final name. */
  readonly named: (profile: Profile, draft: KeyDraft, checked?: Checked) => Promise<Profile>;
  readonly store: (profile: Profile, keys: AppKeys) => Promise<Profile>;
  /** Whether the keys may be stored for the other environment instead. */
  readonly movable: boolean;
}

/** A script that passes the keys is asked nothing. */
function questionsFor(draft: KeyDraft): Question[] {
  const all: Question[] = ['environment', 'appkey', 'secretkey'];
  return all.filter((question) => draft[question] === undefined);
}

function secrets({ appkey = '', secretkey = '' }: KeyDraft): AppKeys {
  return { appkey: new Secret(appkey), secretkey: new Secret(secretkey) };
}

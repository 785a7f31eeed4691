import type { ErrorCode } from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Renewer } from '../../core/lifecycle/renewer.ts';
import { t } from './localize.ts';
import { showError } from './notifications.ts';
import { profileName } from './words.ts';

/** A fault that passes within seconds is worth no interruption. */
const worthTelling = 3;

/**
 * One notification per cause until it changes; the rest is in the status bar and the log. A fault that
 * passes by itself is told once it has lasted for a few tries.
 */
export class RenewalNotices {
  readonly #renewer: Renewer;
  readonly #told = new Map<string, ErrorCode>();
  /** Told once for as long as the window is open: it would come back with every token. */
  readonly #toldReplaced = new Set<string>();

  constructor(renewer: Renewer) {
    this.#renewer = renewer;
  }

  update(profile: Profile): void {
    const trouble = this.#renewer.trouble(profile.id);
    if (trouble === undefined) {
      this.#told.delete(profile.id);
      return;
    }
    const { error, failures, nextTryAt } = trouble;
    const isReplaced = error.code === 'token-replaced';
    if (!isReplaced && nextTryAt !== undefined && failures < worthTelling) return;
    if (isReplaced && this.#toldReplaced.has(profile.id)) return;
    if (isReplaced) this.#toldReplaced.add(profile.id);
    if (this.#told.get(profile.id) === error.code) return;
    this.#told.set(profile.id, error.code);
    void showError(error, { profile: profile.id, about: profileName(profile, t) });
  }
}

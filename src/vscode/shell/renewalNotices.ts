import type { ErrorCode } from '../../core/base/errors.ts';
import type { Profile } from '../../core/model/profile.ts';
import type { Renewer } from '../../core/lifecycle/renewer.ts';
import { t } from './localize.ts';
import { shortProfileName } from './formatting.ts';

/** Number of consecutive failures before a temporary fault is shown. */
const worthTelling = 3;

/**
 * Notifies once per cause of a failing renewal until the cause changes; the status bar and the log have the
 * rest. A temporary fault is shown after a few attempts.
 */
export class RenewalNotices {
  readonly #renewer: Renewer;
  readonly #told = new Map<string, ErrorCode>();
  /** Shown once per window: the notice would repeat with every token. */
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
    const context = { profile: profile.id, about: shortProfileName(profile, t) };
    void import('./notifications.ts').then(({ showError }) => showError(error, context));
  }
}

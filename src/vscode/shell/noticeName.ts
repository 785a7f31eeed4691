import type { Profile } from '../../core/model/profile.ts';
import { profileName, shortened } from './formatting.ts';
import type { Localize } from './localize.ts';

/** Width of the longest name, environment included, in Latin characters. */
const longestName = 20;

/**
 * {@link profileName}, truncated for a notification: VS Code shows only the first line of one without buttons, which
 * has to hold the fact beside the name. Dialogs and tooltips have room for the whole name.
 */
export function noticeName(profile: Profile, t: Localize): string {
  return shortened(profileName(profile, t), longestName);
}

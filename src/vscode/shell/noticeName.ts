import type { Profile } from '../../core/model/profile.ts';
import { profileName } from './formatting.ts';
import type { Localize } from './localize.ts';

/** Width of the longest name, environment included, in Latin characters. */
const longestName = 20;

/**
 * {@link profileName}, truncated for a notification: VS Code shows only the first line of one without buttons, which
 * has to hold the fact beside the name. Dialogs and tooltips have room for the whole name.
 */
export function noticeName(profile: Profile, t: Localize): string {
  const name = profileName(profile, t);
  if (widthOf(name) <= longestName) return name;
  let start = '';
  for (const character of name) {
    if (widthOf(`${start}${character}…`) > longestName) break;
    start += character;
  }
  return `${start.trimEnd()}…`;
}

function widthOf(text: string): number {
  const wide = text.match(
    /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  );
  return Array.from(text).length + (wide?.length ?? 0) / 2;
}

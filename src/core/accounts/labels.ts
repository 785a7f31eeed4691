import { KiwoomError } from '../base/errors.ts';
import { liveServer } from '../model/liveServer.ts';
import { isLabelTaken, type Profile } from '../model/profile.ts';
import type { Profiles } from './profiles.ts';

type Named = Pick<Profile, 'id' | 'environment'>;

/** Why an account cannot have this name: `label-taken`, or `label-looks-like-key`. */
export function labelProblem(
  profiles: Pick<Profiles, 'all'>,
  profile: Named,
  label: string,
): KiwoomError | undefined {
  // The error has no subject: a text that looks like a key goes into no message.
  if (looksLikeKey(label)) return new KiwoomError('label-looks-like-key');
  if (!isLabelTaken(profiles.all, profile, label)) return undefined;
  return new KiwoomError('label-taken', { subject: label });
}

/** `preferred`, with a number appended if another account of the environment has this label. */
export function freeLabel(
  profiles: Pick<Profiles, 'all'>,
  profile: Named,
  preferred: string,
): string {
  for (let number = 1; ; number += 1) {
    const label = number === 1 ? preferred : `${preferred} (${number})`;
    if (!isLabelTaken(profiles.all, profile, label)) return label;
  }
}

/**
 * Whether a label looks like a key: one that was pasted into the wrong box must not be shown, stored or
 * logged.
 *
 * @param least characters of a key
 */
export function looksLikeKey(label: string, least = liveServer.usualKeyLength - 3): boolean {
  const runs = label.split(/[^A-Za-z0-9_-]+/);
  return runs.some(
    (run) => run.length >= least && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(run)),
  );
}

import { KiwoomError } from '../base/errors.ts';
import { liveServer } from '../model/liveServer.ts';
import type { Profile } from '../model/profile.ts';
import type { Profiles } from './profiles.ts';

type Named = Pick<Profile, 'id' | 'environment'>;

/** Why an account cannot have this name: `label-taken`, or `label-looks-like-key`. */
export function labelProblem(
  profiles: Pick<Profiles, 'all'>,
  profile: Named,
  label: string,
): KiwoomError | undefined {
  // Without a subject: what looks like a key goes into no message.
  if (looksLikeKey(label)) return new KiwoomError('label-looks-like-key');
  if (!isTaken(profiles, profile, label)) return undefined;
  return new KiwoomError('label-taken', { subject: label });
}

/** `wished`, with a number behind it where another account of the environment is called so. */
export function freeLabel(profiles: Pick<Profiles, 'all'>, profile: Named, wished: string): string {
  for (let number = 1; ; number += 1) {
    const label = number === 1 ? wished : `${wished} (${number})`;
    if (!isTaken(profiles, profile, label)) return label;
  }
}

/** A key that was pasted into the wrong box must not be shown, stored and logged as a name. */
export function looksLikeKey(label: string): boolean {
  const runs = label.split(/[^A-Za-z0-9_-]+/);
  return runs.some(
    (run) =>
      run.length >= liveServer.usualKeyLength - 3 &&
      [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(run)),
  );
}

function isTaken({ all }: Pick<Profiles, 'all'>, profile: Named, label: string): boolean {
  return all.some(
    ({ id, environment, label: other }) =>
      other === label && environment === profile.environment && id !== profile.id,
  );
}

/** Records of app keys that could not be read, by profile id. */
export type KeyLosses = Readonly<Record<string, KeyLoss>>;

interface KeyLoss {
  /** How often the keys were lost. */
  readonly count: number;
  /**
   * Whether the user was notified of the last loss; reset to `false` once the keys can be read again.
   */
  readonly told: boolean;
}

/** Resets the notification for keys that can be read again, so that their next loss is reported. */
export function withReadable(losses: KeyLosses, ids: readonly string[]): KeyLosses {
  const found = ids.filter((id) => losses[id]?.told === true);
  if (found.length === 0) return losses;
  const known = found.map((id) => [id, { count: losses[id]?.count ?? 1, told: false }]);
  return { ...losses, ...(Object.fromEntries(known) as KeyLosses) };
}

/**
 * Records the keys that cannot be read now.
 *
 * @returns also the ids whose loss was not reported yet, and whether one of them was lost before
 */
export function withLost(
  losses: KeyLosses,
  ids: readonly string[],
): { readonly losses: KeyLosses; readonly fresh: readonly string[]; readonly again: boolean } {
  const fresh = ids.filter((id) => losses[id]?.told !== true);
  const counted = fresh.map((id) => [id, { count: (losses[id]?.count ?? 0) + 1, told: true }]);
  const after = { ...losses, ...(Object.fromEntries(counted) as KeyLosses) };
  return { losses: after, fresh, again: fresh.some((id) => (after[id]?.count ?? 0) > 1) };
}

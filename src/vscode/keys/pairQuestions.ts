import type { FoundPair } from '../../core/accounts/keyPairs.ts';
import { t } from '../shell/localize.ts';
import { unlinked } from '../shell/markdown.ts';
import { type Choice, chooseSeveral, confirm } from '../shell/prompts.ts';
import { environmentIcon, environmentName } from '../shell/formatting.ts';
import { oddityTexts } from './pairTexts.ts';

/** Asks which of several pairs to import, all selected by default. @throws CancelledError */
export function choosePairs(
  title: string,
  pairs: readonly FoundPair[],
): Promise<readonly FoundPair[]> {
  return chooseSeveral({
    title,
    placeholder: t('Which keys should be imported?'),
    items: pairs.map(item),
  });
}

function item(pair: FoundPair): Choice<FoundPair> {
  const { environment, label, names } = pair;
  const where =
    environment === undefined
      ? `$(question) ${t('Environment is asked for')}`
      : `${environmentIcon(environment)} ${environmentName(environment, t)}`;
  const odd = oddityTexts(pair, t);
  return {
    label: label === undefined ? where : `${where} ${unlinked(label)}`,
    description: unlinked(names.join(', ')),
    ...(odd.length > 0 && { detail: `$(warning) ${odd.join('; ')}` }),
    value: pair,
  };
}

/**
 * Asks before sending keys with an unusual format, which may be another service's. @throws CancelledError
 * unless confirmed
 */
export async function confirmOddities(pairs: readonly FoundPair[]): Promise<void> {
  const odd = pairs.flatMap((pair) => oddityTexts(pair, t));
  if (odd.length === 0) return;
  await confirm(
    t('These keys look unlike Kiwoom’s. Send them to Kiwoom all the same?'),
    odd.join('\n'),
    t('Import Anyway'),
  );
}

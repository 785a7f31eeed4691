import type { FoundPair, NotTaken } from '../../core/accounts/keyPairs.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import type { Localize } from '../shell/localize.ts';
import { unlinked } from '../shell/markdown.ts';

/** Limit of listed names, to keep the message short. */
const mostTold = 4;

/** One line about keys that were found but cannot be imported; names only, no values. */
export function notTakenText(notTaken: readonly NotTaken[], t: Localize): string {
  const told = notTaken.slice(0, mostTold).map(({ names, reason }) => {
    const which = unlinked(names.join(', '));
    switch (reason) {
      case 'empty':
        return t('{0}: no value', which);
      case 'placeholder':
        return t('{0}: a placeholder', which);
      case 'too-long':
        return t('{0}: too long, as another broker’s are', which);
      case 'characters':
        return t('{0}: characters that no key has', which);
      case 'other-program':
        return t('{0}: a key of Django or Laravel', which);
      case 'half':
        return t('{0}: half of a pair', which);
      case 'other-broker':
        return t('{0}: of another broker or service', which);
      case 'beside-kiwoom':
        return t('{0}: others are named Kiwoom’s', which);
      case 'unlike':
        return t('{0}: neither named nor shaped like Kiwoom’s', which);
      case 'same-value':
        return t('{0}: both have the same value', which);
      case 'other-environment':
        return t('{0}: for the other environment', which);
    }
  });
  return [...told, ...(notTaken.length > mostTold ? ['…'] : [])].join('; ');
}

/** One line per key with an unusual format; empty if there is none. */
export function oddityTexts({ keys, names, oddities }: FoundPair, t: Localize): string[] {
  return oddities.map(({ half, oddity }) => {
    const name = unlinked(half === 'appkey' ? names[0] : names[1]);
    const { usualKeyLength } = liveServer;
    return oddity === 'length'
      ? t('{0}: length {1} instead of {2}', name, keys[half].reveal().length, usualKeyLength)
      : t('{0}: unusual characters', name);
  });
}

import { plainLine } from '../base/plainText.ts';
import { looksLikeKey } from './labels.ts';
import type { NamedValue } from './keyContext.ts';
import { type KeyShape, keyShape } from './keyShape.ts';
import { keyNameOf, type Stem, stems } from './keyNames.ts';

/** One key of a pair, as it is written in the source. */
export interface Half {
  readonly name: string;
  readonly shape: KeyShape;
  readonly sections: readonly string[];
}

/** Keys whose names belong together: a pair, or one key without its partner. */
export interface Family {
  /** Words of the name, then of each containing section, innermost first. */
  readonly levels: readonly (readonly string[])[];
  /** The words of all levels. */
  readonly words: readonly string[];
  readonly stem: Stem;
  readonly appkey?: Half;
  readonly secretkey?: Half;
}

/** Limit of families; a source with more is not a list of keys. */
const mostFamilies = 500;

interface Relatives {
  readonly levels: Family['levels'];
  readonly appkey: Map<Stem, Half>;
  readonly secretkey: Map<Stem, Half>;
}

export function familiesAmong(values: readonly NamedValue[]): Family[] {
  const relatives = new Map<string, Relatives>();
  for (const { sections, name, value } of values) {
    const found = keyNameOf([...sections, name]);
    if (found === undefined) continue;
    const { half, stem, family, words } = found;
    const known: Relatives = relatives.get(family) ?? {
      levels: words,
      appkey: new Map(),
      secretkey: new Map(),
    };
    if (relatives.size >= mostFamilies && !relatives.has(family)) continue;
    relatives.set(family, known);
    // A repeated name overrides the earlier one, as in programs that read such files, unless it is only
    // a reference to it.
    const shape = keyShape(value);
    const isReference = shape.fault === 'placeholder' || shape.fault === 'empty';
    const earlier = known[half].get(stem);
    if (earlier !== undefined && isReference) continue;
    // A key that is written anew begins another pair: the other halves so far belong to the earlier one.
    if (earlier !== undefined && earlier.shape.key !== shape.key) {
      known[half === 'appkey' ? 'secretkey' : 'appkey'].clear();
    }
    known[half].set(stem, { name: displayName([...sections, name]), shape, sections });
  }
  return [...relatives.values()].flatMap(pairedHalves);
}

/** Pairs `APP_KEY` with `APP_SECRET`, or with `SECRET_KEY` if there is no `APP_SECRET`. */
function pairedHalves({ levels, appkey, secretkey }: Relatives): Family[] {
  const named = { levels, words: levels.flat() };
  const families: Family[] = [];
  const join = (stem: Stem, secretStem: Stem): void => {
    const [app, secret] = [appkey.get(stem), secretkey.get(secretStem)];
    if (app === undefined || secret === undefined) return;
    families.push({ ...named, stem, appkey: app, secretkey: secret });
    appkey.delete(stem);
    secretkey.delete(secretStem);
  };
  for (const stem of stems) if (stem !== '') join(stem, stem);
  // `SECRET_KEY` goes with `APP_KEY` as well as with an exchange's `ACCESS_KEY`: with both, it is not guessed.
  const claims = [...appkey.keys()].filter((stem) => stem !== '' || appkey.size === 1);
  for (const stem of claims) if (claims.length === 1) join(stem, '');
  for (const [stem, half] of appkey) families.push({ ...named, stem, appkey: half });
  for (const [stem, half] of secretkey) families.push({ ...named, stem, secretkey: half });
  return families;
}

export function namesOf({ appkey, secretkey }: Family): string[] {
  return [appkey, secretkey].flatMap((half) => (half === undefined ? [] : [half.name]));
}

const longestShown = 60;

/** Masks a name that looks like a key: malformed text may have a key where a name belongs. */
function displayName(path: readonly string[]): string {
  const name = plainLine(path.join('.'));
  // Another broker's keys are shorter than Kiwoom's.
  if (looksLikeKey(name, 36)) return '…';
  return name.length > longestShown ? `…${name.slice(-longestShown)}` : name;
}

import { isOAuthPath } from '../model/liveServer.ts';
import type { Tr } from '../model/tr.ts';
import { phrases, popularGroups, popularTrs, synonyms, trAliases } from './trWords.ts';

interface Entry {
  readonly tr: Tr;
  readonly id: string;
  readonly name: string;
  readonly aliases: string;
  readonly group: string;
  readonly fields: string;
  readonly path: string;
  /** 0 to 1: how often people look for it. */
  readonly popularity: number;
}

/**
 * Searches TRs by what people type: words in any order, Korean or English, with or without blanks, an
 * id, a menu of the guide or a path.
 */
export class TrSearch {
  readonly #entries: readonly Entry[];
  /** Number of entries that contain a bigram: a rare one weighs more. */
  readonly #frequency = new Map<string, number>();

  constructor(trs: readonly Tr[]) {
    this.#entries = trs.map(entryOf).sort((a, b) => b.popularity - a.popularity);
    for (const { name, aliases, group } of this.#entries) {
      for (const pair of pairsOf(name + '|' + aliases + '|' + group)) {
        this.#frequency.set(pair, (this.#frequency.get(pair) ?? 0) + 1);
      }
    }
  }

  /** All matches, best first; for an empty query all TRs, the most popular first. */
  find(query: string): readonly Tr[] {
    const words = wordsOf(query);
    if (words.length === 0) return this.#entries.map(({ tr }) => tr);
    const strict = this.#entries.filter((entry) =>
      words.every((word) => meanings(word).some((meaning) => contains(entry, meaning))),
    );
    return this.#ranked(strict.length > 0 ? strict : this.#entries, words);
  }

  /** Matches for a question in a sentence, at most `most`; words that no TR has are ignored. */
  findByQuestion(question: string, most: number): readonly Tr[] {
    return this.#ranked(this.#entries, wordsOf(question)).slice(0, most);
  }

  #ranked(entries: readonly Entry[], words: readonly string[]): readonly Tr[] {
    const scores = entries
      .map((entry) => ({ tr: entry.tr, score: this.#score(entry, words) }))
      .filter(({ score }) => score > 0);
    // The sort is stable: equal scores keep the order of popularity.
    return scores.sort((a, b) => b.score - a.score).map(({ tr }) => tr);
  }

  #score(entry: Entry, words: readonly string[]): number {
    let score = 0;
    for (const word of words) {
      if (word === entry.id) return 1_000;
      const each = meanings(word).map((meaning) => this.#wordScore(entry, meaning));
      score += Math.max(...each);
    }
    if (score === 0) return 0;
    if (entry.tr.transport === 'websocket' && !words.some(asksForRealTime)) score *= 0.6;
    // Of two equal matches, the one with the shorter name ranks higher.
    return score / (1 + entry.name.length / 60) + entry.popularity * popularityWeight;
  }

  /** Score of one word in an entry, weighted by the field it matches. */
  #wordScore({ id, name, aliases, group, fields, path }: Entry, word: string): number {
    if (id.startsWith(word) || path.includes(word)) return 8;
    // English words match as a whole; their letter pairs carry no meaning.
    const pairs = /^[a-z]/u.test(word) ? [word] : pairsOf(word);
    let score = 0;
    for (const pair of pairs) {
      const weight = name.includes(pair)
        ? 1
        : aliases.includes(pair)
          ? 0.9
          : group.includes(pair)
            ? 0.5
            : fields.includes(pair)
              ? 0.1
              : 0;
      score += weight * this.#rarity(pair);
    }
    const whole = aliases.includes(word) || name.includes(word);
    return whole ? score * 1.5 : score;
  }

  #rarity(pair: string): number {
    return Math.log(1 + this.#entries.length / (1 + (this.#frequency.get(pair) ?? 0)));
  }
}

const popularityWeight = 2.5;

function entryOf(tr: Tr): Entry {
  const fields = [...tr.request, ...tr.response].map(({ name, nameKo }) => `${name} ${nameKo}`);
  return {
    tr,
    id: compact(tr.id),
    name: compact(tr.nameKo),
    aliases: (trAliases[tr.id] ?? '')
      .split(' ')
      .map(compact)
      .concat(compact(trAliases[tr.id] ?? ''))
      .join('|'),
    group: compact(tr.group),
    fields: compact(fields.join('|')),
    path: tr.path,
    popularity: popularityOf(tr),
  };
}

/**
 * 1 for the most used TR, then REST before WebSocket; the OAuth calls come last, as users do not write
 * them.
 */
function popularityOf({ id, group, nameKo, path, transport }: Tr): number {
  const place = popularTrs.indexOf(id);
  if (place >= 0) return 1 - place / (2 * popularTrs.length);
  if (isOAuthPath(path)) return 0;
  const menu = popularGroups.indexOf(group);
  const ofMenu = menu < 0 ? 0.05 : 0.45 - menu * 0.02;
  const special = nameKo.startsWith('금현물') || transport === 'websocket' ? 0.5 : 1;
  return ofMenu * special;
}

/** Korean endings and question words that do not help the search. */
const endings =
  /(?:을|를|이|가|은|는|의|에|에서|에게|으로|로|와|과|도|만|하기|하려면|하는|하고|해줘|할|하면|한|조회|요청|보여줘|알려줘|확인|찾아줘|가져와|싶어|있는|어떻게|되나요|인가요|얼마야|얼마나|뭐야)$/u;
const fillers = new Set(
  'a an and are as at be by can did do does for from get give have how i in is it me my of on or please show tell that the this to today want was what when which with would you call tr api kiwoom 키움 어떤 무슨 내 나 좀 조회 요청 확인 보기 하기 지금 오늘 그 이 수 방법 대한 위한 위해'.split(
    ' ',
  ),
);

function wordsOf(query: string): readonly string[] {
  const text = phrases.reduce(
    (each, [phrase, word]) => each.replace(phrase, word),
    query.normalize('NFC').toLowerCase(),
  );
  const words = separateUnfilled(text)
    .split(/[\s,.?!“”"'()]+/u)
    .filter((word) => word !== '' && !fillers.has(word));
  return words.length > 0 ? words : [compact(query)].filter((word) => word !== '');
}

function asksForRealTime(word: string): boolean {
  return /실시간|웹소켓|조건/u.test(meanings(word).join(' '));
}

/** The word without its ending, and its synonyms. */
function meanings(word: string): readonly string[] {
  const bare = /^[a-z]/u.test(word) ? word : withoutEnding(word);
  const own = bare === word ? [word] : [word, bare];
  return [...own, ...own.flatMap((each) => (synonyms[each] ?? []).map(separateUnfilled))];
}

function withoutEnding(word: string): string {
  const bare = word.replace(endings, '');
  return bare.length >= 2 ? bare : word;
}

function contains(entry: Entry, word: string): boolean {
  const { id, name, aliases, group, fields, path } = entry;
  return [name, aliases, id, group, path, fields].some((text) => text.includes(word));
}

function compact(text: string): string {
  return separateUnfilled(text.normalize('NFC').toLowerCase().replace(/\s+/gu, ''));
}

/**
 * Separates 미체결 from 체결: a search for filled orders (체결) must not match its opposite, which contains
 * the word.
 */
function separateUnfilled(text: string): string {
  return text.replaceAll('미체결', '미결주문');
}

function pairsOf(text: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  if (text.length === 1) pairs.add(text);
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    if (!pair.includes('|')) pairs.add(pair);
  }
  return pairs;
}

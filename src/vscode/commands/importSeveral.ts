import * as vscode from 'vscode';
import type { FoundPair } from '../../core/accounts/keyPairs.ts';
import { CancelledError, KiwoomError } from '../../core/base/errors.ts';
import { announceRealInUse } from '../accounts/realInUse.ts';
import type { EnteredKeys, KeyEntry } from '../keys/keyEntry.ts';
import { t } from '../shell/localize.ts';
import { noticeName } from '../shell/noticeName.ts';
import { describeError } from '../shell/messages.ts';
import { unlinked } from '../shell/markdown.ts';
import { environmentName } from '../shell/formatting.ts';
import { warnWithLog } from '../shell/warnWithLog.ts';
import { draftOf, enteredFacts, type EnteredFacts, type GivenKeys } from './enteredKeys.ts';

/** What the argument of the import says of each pair. */
export type ImportChoices = Pick<GivenKeys, 'environment' | 'label' | 'verify'>;

export interface ImportedFacts extends EnteredFacts {
  /** All imported accounts, where the source had several; the last one is active. */
  readonly imported: readonly EnteredFacts[];
}

interface Failure {
  readonly pair: FoundPair;
  readonly error: KiwoomError;
}

/**
 * Imports pairs one after the other; one that fails does not stop the others.
 *
 * @throws KiwoomError the first failure, if all failed
 */
export async function importSeveral(
  keyEntry: KeyEntry,
  title: string,
  pairs: readonly FoundPair[],
  argument: ImportChoices,
): Promise<ImportedFacts> {
  const entered: EnteredKeys[] = [];
  const failures: Failure[] = [];
  for (const pair of mockLast(pairs)) {
    try {
      entered.push(await enter(keyEntry, title, pair, argument));
    } catch (thrown) {
      if (thrown instanceof KiwoomError) failures.push({ pair, error: thrown });
      else if (thrown instanceof CancelledError && entered.length > 0) break;
      else throw thrown;
    }
  }
  const [first] = entered;
  const last = entered.at(-1);
  if (first === undefined || last === undefined) throw failures[0]?.error ?? new CancelledError();
  if (failures.length > 0) warn(failures);
  announce(entered);
  announceRealInUse(first.before, last.profile);
  return { ...enteredFacts(last), imported: entered.map(enteredFacts) };
}

/** Puts mock pairs last, because the last one becomes the active account and mistakes cost nothing there. */
function mockLast(pairs: readonly FoundPair[]): FoundPair[] {
  const isMock = ({ environment }: FoundPair): boolean => environment === 'mock';
  return [...pairs.filter((pair) => !isMock(pair)), ...pairs.filter(isMock)];
}

function enter(
  keyEntry: KeyEntry,
  title: string,
  pair: FoundPair,
  { environment = pair.environment, label, verify }: ImportChoices,
): Promise<EnteredKeys> {
  const draft = draftOf({
    environment,
    suggestedLabel: pair.label ?? label,
    appkey: pair.keys.appkey.reveal(),
    secretkey: pair.keys.secretkey.reveal(),
    verify,
  });
  const of = unlinked(pair.names.join(', '));
  return environment === undefined
    ? keyEntry.add(`${title}: ${of}`, draft, ['environment'])
    : keyEntry.add(title, draft, []);
}

function announce(entered: readonly EnteredKeys[]): void {
  const names = entered.map(({ profile }) => noticeName(profile, t)).join(', ');
  const checked = entered.every(({ outcome }) => outcome !== undefined);
  void vscode.window.showInformationMessage(
    checked
      ? t('Added, and the keys work: {0}.', names)
      : t('Added, keys not checked yet: {0}.', names),
  );
}

function warn(failures: readonly Failure[]): void {
  const reasons = failures.map(({ pair: { names, label, environment }, error }) => {
    const where = environment === undefined ? '' : environmentName(environment, t);
    const which = unlinked([where, label ?? names.join(', ')].join(' ').trim());
    return `${which}: ${describeError(error, t).message}`;
  });
  warnWithLog(t('Not imported: {0}', reasons.join(' ')));
}

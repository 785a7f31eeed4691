import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { FoundPair, NotTaken } from '../../core/accounts/keyPairs.ts';
import { type FoundKeys, keysAmong } from '../../core/accounts/keySources.ts';
import { CancelledError, KiwoomError } from '../../core/base/errors.ts';
import type { Question } from '../keys/keyQuestions.ts';
import { choosePairs, confirmOddities } from '../keys/pairQuestions.ts';
import { notTakenText } from '../keys/pairTexts.ts';
import { askForSource, type Source } from '../keys/sourceQuestions.ts';
import { t } from '../shell/localize.ts';
import { inBackground } from '../shell/notifications.ts';
import { defineCommand, environment, text } from './command.ts';
import type { Parts } from './commandParts.ts';
import { announceAdded, draftOf, type EnteredFacts } from './enteredKeys.ts';
import { type ImportChoices, type ImportedFacts, importSeveral } from './importSeveral.ts';

type ImportParts = Parts<'keyEntry' | 'cleanup' | 'readKeyFile' | 'readKeyText' | 'variables'>;

/** Imports keys from files of many formats, the clipboard, or environment variables. */
export const importKeyFiles = defineCommand({
  id: 'kiwoom.importKeyFiles',
  argument: z.strictObject({
    /** Absolute path of a file with keys, in any supported format. */
    file: z.optional(text),
    /** Environment of the keys to import if the file has both. */
    environment: z.optional(environment),
    label: z.optional(text),
    verify: z.optional(z.boolean()),
  }),
  needs: 'accounts',
  run: async (argument, parts: ImportParts): Promise<ImportedFacts> => {
    const { keyEntry, cleanup, variables } = parts;
    const title = t('Import App Key Files');
    const source: Source =
      argument.file === undefined
        ? await askForSource(title, keysAmong(variables).pairs.length > 0)
        : { kind: 'file', path: argument.file };
    const found = await foundIn(source, parts);
    const fitting = pairsFor(argument.environment, found, nameOf(source));
    const pairs = fitting.length > 1 ? await choosePairs(title, fitting) : fitting;
    await confirmOddities(pairs);
    const [only] = pairs;
    if (only === undefined) throw new CancelledError();
    const result =
      fitting.length > 1
        ? await importSeveral(keyEntry, title, pairs, argument)
        : alone(
            announceAdded(await keyEntry.add(title, draft(argument, only), questions(argument))),
          );
    if (found.notTaken.length > 0) {
      const others = notTakenText(found.notTaken, t);
      void vscode.window.showInformationMessage(t('Not taken: {0}', others));
    }
    // Not awaited: the keys are stored, so cleaning up their source may take its time.
    inBackground(
      source.kind === 'clipboard' ? cleanup.offerClipboard(source.text) : cleanup.offer(found),
    );
    return result;
  },
});

async function foundIn(
  source: Source,
  { readKeyFile, readKeyText, variables }: ImportParts,
): Promise<FoundKeys> {
  switch (source.kind) {
    case 'file':
      return readKeyFile(source.path);
    case 'clipboard':
      return { ...(await readKeyText(source.text)), files: [], keysOnly: false };
    case 'variables':
      return keysAmong(variables);
  }
}

function nameOf(source: Source): string {
  switch (source.kind) {
    case 'file':
      return source.path.replace(/^.*[\\/]/s, '');
    case 'clipboard':
      return t('the clipboard');
    case 'variables':
      return t('the environment variables');
  }
}

/**
 * Returns the pairs of the wanted environment, else those without a known environment: the keys of one
 * environment are never sent to the other.
 *
 * @throws KiwoomError `keys-not-found-in-file`
 */
function pairsFor(
  wanted: FoundPair['environment'],
  { pairs, notTaken }: FoundKeys,
  subject: string,
): readonly FoundPair[] {
  const named = pairs.filter(({ environment }) => environment === wanted);
  const unnamed = pairs.filter(({ environment }) => environment === undefined);
  const fitting = wanted === undefined ? pairs : named.length > 0 ? named : unnamed;
  if (fitting.length > 0) return fitting;
  const others: NotTaken[] = pairs.map(({ names }) => ({ names, reason: 'other-environment' }));
  const found = notTakenText([...others, ...notTaken], t);
  throw new KiwoomError('keys-not-found-in-file', { subject, ...(found !== '' && { found }) });
}

function draft({ environment, label, verify }: ImportChoices, pair: FoundPair) {
  return draftOf({
    environment: environment ?? pair.environment,
    label,
    suggestedLabel: pair.label,
    appkey: pair.keys.appkey.reveal(),
    secretkey: pair.keys.secretkey.reveal(),
    verify,
  });
}

/** A source may name the wrong environment: a user is asked, a script has to state it. */
function questions({ environment }: ImportChoices): readonly Question[] {
  return environment === undefined ? ['environment'] : [];
}

function alone(result: EnteredFacts): ImportedFacts {
  return { ...result, imported: [result] };
}

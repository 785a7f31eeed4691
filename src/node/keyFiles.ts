import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { accountIn } from '../core/accounts/keyNames.ts';
import { findKeyPairs, type FoundPair } from '../core/accounts/keyPairs.ts';
import type { FoundKeys } from '../core/accounts/keySources.ts';
import { isUsual, keyShape } from '../core/accounts/keyShape.ts';
import { KiwoomError } from '../core/base/errors.ts';
import { plainLine } from '../core/base/plainText.ts';
import { decodeText } from './keyFormats/decodeText.ts';
import { readKeyText } from './keyFormats/readKeyText.ts';
import { readRegularBytes } from './readRegularFile.ts';

/** Limit of a key file: the portal's have 43 bytes and a `.env` file a few hundred. */
const sizeLimitBytes = 64 * 1024;

/**
 * The two files that the portal offers: `<account number>_appkey.txt` and `<account
 * number>_secretkey.txt`.
 */
const portalFile = /^(.*?)_?(appkey|secretkey)(.*\.txt)$/i;

/**
 * Reads the pairs of a file; the portal's two files are found from either one.
 *
 * @throws KiwoomError `key-file-unreadable` or `key-file-partner-missing` (subject: the missing file)
 */
export async function readKeyFile(file: string): Promise<FoundKeys> {
  const fileName = path.basename(file);
  const text = await readText(file);
  const match = portalFile.exec(fileName);
  const [, prefix = '', kind = '', rest = ''] = match ?? [];
  const own = match === null ? undefined : onlyKey(text);
  if (own === undefined) {
    return { ...(await readKeyText(text, fileName)), files: [file], keysOnly: false };
  }
  const partner = await findPartner(file, { prefix, kind, rest });
  const other = onlyKey(await readText(partner)) ?? '';
  const isAppKey = kind.toLowerCase() === 'appkey';
  const files = isAppKey ? [file, partner] : [partner, file];
  const values = [
    { sections: [], name: 'appkey', value: isAppKey ? own : other },
    { sections: [], name: 'secretkey', value: isAppKey ? other : own },
  ];
  const [appkeyFile = '', secretkeyFile = ''] = files.map((each) => path.basename(each));
  const names = [appkeyFile, secretkeyFile] as const;
  const label = accountIn(fileName) ?? plainLine(prefix);
  const named = (pair: FoundPair): FoundPair => ({
    ...pair,
    names,
    ...(label !== '' && { label }),
  });
  const { pairs, notTaken } = findKeyPairs({ fileName, values });
  return {
    pairs: pairs.map(named),
    notTaken: notTaken.map(({ reason }) => ({ names, reason })),
    files,
    keysOnly: true,
  };
}

/** The key in a file that is named after one key. */
function onlyKey(text: string): string | undefined {
  const { key } = keyShape(text);
  if (!/\s/.test(key)) return key;
  const words = key.split(/[\s:=]+/).map(keyShape);
  const usual = words.filter(isUsual);
  return usual.length === 1 ? usual[0]?.key : undefined;
}

interface PortalName {
  readonly prefix: string;
  readonly kind: string;
  readonly rest: string;
}

/**
 * Finds the portal's other file, in the same letter case: `…_APPKEY.TXT` belongs to `…_SECRETKEY.TXT`.
 * A browser may have renamed only one of them: `…_secretkey (1).txt`.
 */
async function findPartner(file: string, { prefix, kind, rest }: PortalName): Promise<string> {
  const folder = path.dirname(file);
  const other = kind.toLowerCase() === 'appkey' ? 'secretkey' : 'appkey';
  const spelled = kind === kind.toUpperCase() ? other.toUpperCase() : other;
  const fileName = path.basename(file);
  const expected = fileName.slice(0, fileName.length - kind.length - rest.length) + spelled + rest;
  const names = await readdir(folder);
  if (names.includes(expected)) return path.join(folder, expected);
  const alike = names.filter((name) => {
    const match = portalFile.exec(name);
    return match?.[1] === prefix && match[2]?.toLowerCase() === other;
  });
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return path.join(folder, only);
  throw new KiwoomError('key-file-partner-missing', { subject: expected });
}

async function readText(file: string): Promise<string> {
  try {
    return decodeText(await readRegularBytes(file, sizeLimitBytes));
  } catch {
    throw new KiwoomError('key-file-unreadable', { subject: path.basename(file) });
  }
}

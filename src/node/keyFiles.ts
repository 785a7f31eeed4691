import path from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from '../core/model/environment.ts';
import { KiwoomError } from '../core/base/errors.ts';
import { environmentsAmong, type FoundKeys, pairAmong } from '../core/accounts/keySources.ts';
import { plainLine } from '../core/base/plainText.ts';
import { cleanKey } from '../core/model/profile.ts';
import { Secret } from '../core/base/secret.ts';
import { readRegularFile } from './readRegularFile.ts';

/** A key file has 43 bytes and a `.env` file a few hundred; more than this is something else. */
const sizeLimitBytes = 64 * 1024;

/** The portal's two files: `<account number>_appkey.txt` and `<account number>_secretkey.txt`. */
const portalFile = /^(.*?)_?(appkey|secretkey)(.*\.txt)$/i;

/**
 * Reads the pair that `file` belongs to: the portal's two files from either one, or a `.env` file
 * with both.
 *
 * @param wanted the environment to take the pair of, where a `.env` file has several
 * @throws KiwoomError `key-file-unreadable`, `key-file-partner-missing` (subject: the file that is
 * not there) or `keys-not-found-in-file`
 */
export async function readKeyFile(file: string, wanted?: Environment): Promise<FoundKeys> {
  const match = portalFile.exec(path.basename(file));
  if (match === null) return readEnvFile(file, wanted);
  const [name, prefix = '', kind = ''] = match;
  const isAppKey = kind.toLowerCase() === 'appkey';
  const partner = path.join(path.dirname(file), partnerName(name, kind));
  const own = await readKey(file);
  const other = await readKey(partner).catch((thrown: unknown) => {
    throw thrown instanceof KiwoomError && thrown.code === 'key-file-unreadable'
      ? new KiwoomError('key-file-partner-missing', { subject: path.basename(partner) })
      : thrown;
  });
  const [appkey, secretkey] = isAppKey ? [own, other] : [other, own];
  const found = { keys: { appkey, secretkey }, files: [file, partner], keysOnly: true };
  const label = plainLine(prefix);
  return label === '' ? found : { ...found, label };
}

/** The other file's name, in the same letter case: `…_APPKEY.TXT` belongs to `…_SECRETKEY.TXT`. */
function partnerName(name: string, kind: string): string {
  const other = kind.toLowerCase() === 'appkey' ? 'secretkey' : 'appkey';
  return name.replace(kind, kind === kind.toUpperCase() ? other.toUpperCase() : other);
}

async function readKey(file: string): Promise<Secret> {
  const key = cleanKey(await readText(file));
  if (key === '' || /\s/.test(key)) {
    throw new KiwoomError('keys-not-found-in-file', { subject: path.basename(file) });
  }
  return new Secret(key);
}

async function readEnvFile(file: string, wanted?: Environment): Promise<FoundKeys> {
  const variables = parseEnv(await readText(file));
  const pair = pairAmong(variables, wanted);
  if (pair === undefined) {
    throw new KiwoomError('keys-not-found-in-file', { subject: path.basename(file) });
  }
  const environments = environmentsAmong(variables);
  return { ...pair, environments, files: [file], keysOnly: false };
}

async function readText(file: string): Promise<string> {
  try {
    return (await readRegularFile(file, sizeLimitBytes)).replace(/^\uFEFF/, '');
  } catch {
    throw new KiwoomError('key-file-unreadable', { subject: path.basename(file) });
  }
}

import { KiwoomError } from '../core/base/errors.ts';

/** Address of the shared token store, without its password. */
export interface StoreAddress {
  /** URL for the settings; it contains no password. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly database: number;
  readonly tls: boolean;
  /** Whether the address is on this machine. */
  readonly loopback: boolean;
}

/** A parsed address from the user's input. */
export interface ParsedAddress {
  readonly address: StoreAddress;
  /** The password in the address, to be stored in SecretStorage. */
  readonly password?: string;
}

const usualPort = 6379;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;
const sitePattern = /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/i;

const usualSite = 'default';

/** @throws KiwoomError `shared-tokens-address`; it omits the text, which may contain a password */
export function parseStoreAddress(text: string): ParsedAddress {
  const url = URL.parse(text.trim());
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') throw refused();
  if (url.search !== '' || url.hash !== '') throw refused();
  const database = /^\/?$/.test(url.pathname) ? '0' : /^\/(\d{1,5})$/.exec(url.pathname)?.[1];
  if (database === undefined) throw refused();
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const [username, password] = [decoded(url.username), decoded(url.password)];
  url.password = '';
  const address = {
    url: url.href.replace(/\/$/, ''),
    host,
    port: url.port === '' ? usualPort : Number(url.port),
    ...(username === '' ? {} : { username }),
    database: Number(database),
    tls: url.protocol === 'rediss:',
    loopback: loopbackHost.test(host),
  };
  return password === '' ? { address } : { address, password };
}

/**
 * Validates a site, which becomes a part of key names.
 *
 * @throws KiwoomError `shared-tokens-site`
 */
export function parseSite(text: string): string {
  const site = text.trim();
  if (site === '') return usualSite;
  if (!sitePattern.test(site)) throw new KiwoomError('shared-tokens-site', { subject: site });
  return site;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused();
  }
}

function refused(): KiwoomError {
  return new KiwoomError('shared-tokens-address');
}

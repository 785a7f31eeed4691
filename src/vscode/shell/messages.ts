import type { ErrorCode, ErrorDetails, KiwoomError } from '../../core/base/errors.ts';
import { koreanTimeOfDay } from '../../core/time/koreanTime.ts';
import type { Localize } from './localize.ts';
import { unlinked } from './markdown.ts';

/** The suggested action; `notifications.ts` shows a button for each. */
export type ErrorAction =
  | 'retry'
  | 'replace-keys'
  | 'open-portal'
  | 'switch-profile'
  | 'issue'
  | 'add-profile'
  | 'open-settings'
  | 'show-log';

export interface ErrorDescription {
  /** Plain text: what happened and what to do next. */
  readonly message: string;
  readonly actions: readonly ErrorAction[];
}

type Describe = (t: Localize, details: ErrorDetails) => string;

interface Entry {
  readonly say: Describe;
  readonly actions?: readonly ErrorAction[];
}

/** Localized message and next step of an error, with the server's own message. */
export function describeError(error: KiwoomError, t: Localize): ErrorDescription {
  const { say, actions = ['show-log'] } = entries[error.code];
  const { serverMessage, httpStatus } = error.details;
  const facts = [
    ...(serverMessage === undefined ? [] : [t('Kiwoom says: “{0}”', unlinked(serverMessage))]),
    ...(httpStatus === undefined || httpStatus === 200 ? [] : [`HTTP ${httpStatus}`]),
  ];
  const sentence = say(t, error.details);
  return {
    message: facts.length === 0 ? sentence : `${sentence} (${facts.join(' · ')})`,
    actions,
  };
}

/** Line to show with a response whose token Kiwoom refused. */
export function describeDeath(error: KiwoomError, t: Localize): string {
  const code = error.details.serverCode ?? error.details.httpStatus;
  return t(
    'Kiwoom no longer takes this token ({0}). Send again: the next request gets a new one.',
    String(code ?? error.code),
  );
}

const network: readonly ErrorAction[] = ['retry', 'show-log'];
const keys: readonly ErrorAction[] = ['replace-keys', 'open-portal'];

const entries: Readonly<Record<ErrorCode, Entry>> = {
  'invalid-request': {
    say: (t) =>
      t('Kiwoom did not accept the request. Check the API ID, the path and the required fields.'),
  },
  'invalid-header': {
    say: (t) =>
      t(
        'Kiwoom could not read the request headers. The authorization header must be “Bearer” and a token.',
      ),
  },
  'rate-limited': {
    say: (t) => t('Too many requests for this app key. Wait a few seconds and try again.'),
    actions: ['retry'],
  },
  'unknown-symbol': {
    say: (t) => t('Kiwoom does not know this market or stock code. Check the code.'),
  },
  'server-failed': {
    say: (t) => t('Kiwoom’s server reported an unexpected error. Try again in a moment.'),
    actions: network,
  },
  'wrong-keys': {
    say: (t) =>
      t(
        'Kiwoom does not accept this app key and secret key. Check for a missing character, or whether the key was renewed or has expired (real keys end after three months without use).',
      ),
    actions: keys,
  },
  'token-lookup-failed': {
    say: (t) => t('Kiwoom could not look up the access token. Issue a new one.'),
    actions: ['issue'],
  },
  'token-invalid': {
    say: (t) =>
      t(
        'The access token is no longer valid. It expired, was revoked, or another program replaced it. Issue a new one.',
      ),
    actions: ['issue'],
  },
  'issue-failed': {
    say: (t) => t('Kiwoom could not create an access token. Try again in a moment.'),
    actions: network,
  },
  'ip-mismatch': {
    say: (t) =>
      t(
        'The token belongs to another IP address. The request came from a different one than the token was issued to. Issue a new token from this network.',
      ),
    actions: ['issue', 'open-portal'],
  },
  'issue-input': {
    say: (t) => t('Kiwoom did not accept the form of the issue request. Please report this.'),
  },
  'revoke-failed': {
    say: (t) =>
      t(
        'Kiwoom could not revoke the token. It may already be invalid; otherwise it ends when it expires.',
      ),
    actions: ['retry', 'show-log'],
  },
  'revoke-input': {
    say: (t) => t('Kiwoom did not accept the form of the revoke request. Please report this.'),
  },
  'keys-missing': {
    say: (t) => t('Kiwoom says that the app key or the secret key is missing. Enter both again.'),
    actions: keys,
  },
  'key-of-other-environment': {
    say: (t) =>
      t(
        'This app key belongs to the other environment. Real and mock trading have separate keys. Add it there, or enter the right one here.',
      ),
    actions: ['replace-keys', 'add-profile'],
  },
  'token-of-other-environment': {
    say: (t) =>
      t('The token is not for this server’s environment. Switch the account or the host.'),
    actions: ['switch-profile'],
  },
  'terminal-refused': {
    say: (t) =>
      t('Kiwoom did not recognize this computer. Check the registered IP addresses in the portal.'),
    actions: ['open-portal'],
  },
  'unregistered-ip': {
    say: (t) =>
      t(
        'This computer’s IP address is not registered. Register it for the app key in the Kiwoom portal (up to ten addresses), then try again.',
      ),
    actions: ['open-portal', 'retry'],
  },
  'token-or-terminal': {
    say: (t) =>
      t(
        'Kiwoom refused the token or this computer. Issue a new token; if that does not help, check the registered IP addresses.',
      ),
    actions: ['issue', 'open-portal'],
  },
  'not-on-mock': {
    say: (t) => t('Mock trading does not offer this API. Use it with a real account.'),
    actions: ['switch-profile'],
  },
  'corporate-account': {
    say: (t) => t('Kiwoom does not offer this API to corporate customers.'),
  },
  'unknown-server-code': {
    say: (t) => t('Kiwoom refused the request for an unpublished reason.'),
    actions: network,
  },
  maintenance: {
    say: (t) =>
      t('Kiwoom’s server is under maintenance. It does not take requests; try again later.'),
    actions: ['retry'],
  },
  redirected: {
    say: (t) =>
      t(
        'The server redirected the request. Keys are never forwarded, so the request was stopped. The service may be under maintenance.',
      ),
    actions: network,
  },
  'html-reply': {
    say: (t) =>
      t(
        'A web page came back instead of data. The service is probably under maintenance, or a proxy or login page stands in between.',
      ),
    actions: network,
  },
  'request-blocked': {
    say: (t) => t('Kiwoom’s firewall blocked the request. Try again, or try from another network.'),
    actions: network,
  },
  'http-bad-request': {
    say: (t) => t('The server did not accept the request. Check the keys and the environment.'),
    actions: ['replace-keys', 'show-log'],
  },
  'http-unauthorized': {
    say: (t) => t('The server refused the authorization. Check the keys, then issue a new token.'),
    actions: ['replace-keys', 'show-log'],
  },
  'http-server-error': {
    say: (t) => t('Kiwoom’s server failed. Try again in a moment.'),
    actions: network,
  },
  'http-status': {
    say: (t) => t('The server answered with an unexpected status.'),
    actions: network,
  },
  'empty-reply': {
    say: (t) => t('The server’s reply was empty. Try again in a moment.'),
    actions: network,
  },
  'truncated-reply': {
    say: (t) => t('The server’s reply was cut off. Check the connection and try again.'),
    actions: network,
  },
  'reply-not-json': {
    say: (t) => t('The server’s answer was not in JSON, as documented. Try again in a moment.'),
    actions: network,
  },
  'reply-unexpected': {
    say: (t, { subject }) =>
      subject === undefined
        ? t('The server’s answer lacks the documented fields.')
        : t('The answer lacks documented fields: {0}.', unlinked(subject)),
    actions: network,
  },
  'reply-too-large': {
    say: (t) => t('The server’s answer was far too large and was not read.'),
    actions: network,
  },
  'expiry-unreadable': {
    say: (t, { subject = '' }) => t('The token’s expiry is not a date: “{0}”.', unlinked(subject)),
    actions: network,
  },
  'expired-on-arrival': {
    say: (t) =>
      t(
        'The server gave a token that has already expired. Check the clock of this computer and try again.',
      ),
    actions: network,
  },
  'host-not-found': {
    say: (t) => t('Kiwoom’s server was not found. Check the internet connection and the DNS.'),
    actions: network,
  },
  'connection-refused': {
    say: (t) => t('The server refused the connection. Check the network or try again later.'),
    actions: network,
  },
  'connection-lost': {
    say: (t) => t('The connection to the server was lost. Check the network and try again.'),
    actions: network,
  },
  'certificate-untrusted': {
    say: (t) =>
      t(
        'Nothing was sent: the certificate is not trusted. On a company network, its root certificate must be installed in the system.',
      ),
    actions: network,
  },
  'certificate-date': {
    say: (t) =>
      t(
        'Nothing was sent: the certificate is not valid today. That is so at the time this computer shows; check its date and time.',
      ),
    actions: network,
  },
  'tls-too-old': {
    say: (t) =>
      t(
        'Nothing was sent: the server’s TLS is too old. It, or a proxy in between, offers no encryption that is safe today.',
      ),
    actions: network,
  },
  'tls-missing': {
    say: (t) =>
      t(
        'Nothing was sent: this port does not speak https. Check the address and port in the settings, or the proxy.',
      ),
    actions: ['open-settings', 'retry'],
  },
  'proxy-refused': {
    say: (t) =>
      t(
        'The proxy on the way asks for a sign-in. The request did not reach Kiwoom’s server. Check VS Code’s proxy settings (http.proxy).',
      ),
    actions: network,
  },
  'timed-out': {
    say: (t) => t('The server did not answer in time. Check the network and try again.'),
    actions: network,
  },
  'network-failed': {
    say: (t) => t('The request could not be sent. Check the network and try again.'),
    actions: network,
  },
  'endpoint-refused': {
    say: (t, { subject = '', unencrypted }) =>
      unencrypted === true
        ? t(
            'The server in the settings is not allowed. {0}: plain http would send the keys unencrypted, and only localhost, 127.0.0.1 and [::1] are surely this computer. Use https, or forward the port to localhost.',
            unlinked(subject),
          )
        : t(
            'The server in the settings is not allowed. {0}: it must be an https address without a path, or http on this computer.',
            unlinked(subject),
          ),
    actions: ['open-settings'],
  },
  'unknown-api': {
    say: (t, { subject = '' }) =>
      t('The Kiwoom REST API has no API ID “{0}”. Check the ID.', unlinked(subject)),
  },
  'no-profile': {
    say: (t) => t('There is no app key yet. Add one to issue tokens.'),
    actions: ['add-profile'],
  },
  'no-account-chosen': {
    say: (t) => t('The account that was in use is gone. Choose the one to work with.'),
    actions: ['switch-profile'],
  },
  'unknown-profile': {
    say: (t, { subject = '' }) => t('There is no account called “{0}”.', unlinked(subject)),
    actions: ['switch-profile'],
  },
  'ambiguous-profile': {
    say: (t, { subject = '' }) =>
      t('Several accounts are called “{0}”. Use the id of the one you mean.', unlinked(subject)),
    actions: ['switch-profile'],
  },
  'keys-gone': {
    say: (t) =>
      t(
        'VS Code’s secret storage has lost these keys. The system’s keyring may have been reset. Enter them again.',
      ),
    actions: ['replace-keys'],
  },
  'keys-damaged': {
    say: (t) => t('A stored app key cannot be read any more. Enter it again.'),
    actions: ['add-profile'],
  },
  'token-damaged': {
    say: (t) =>
      t('The stored token could not be read and was dropped. The next issue replaces it.'),
    actions: ['issue'],
  },
  'token-not-stored': {
    say: (t) =>
      t(
        'The token works, but could not be written to disk. Other windows and the next start will ask for it again. Check the free space.',
      ),
  },
  'token-not-removed': {
    say: (t) =>
      t(
        'The token is revoked, but its file is still there. It could not be removed from this computer. Check the permissions of the folder.',
      ),
  },
  'key-store-failed': {
    say: (t) =>
      t('VS Code’s secret storage refused access. Check the system’s keyring, then try again.'),
    actions: ['retry', 'show-log'],
  },
  'lock-blocked': {
    say: (t, { subject = '' }) =>
      t(
        'Windows cannot take turns with this account. What lies at {0} could not be removed, so two windows may ask for a token at once. Remove it yourself.',
        unlinked(subject),
      ),
    actions: ['show-log'],
  },
  'lock-failed': {
    say: (t) =>
      t('Another window is still at work on this account’s token. Wait a moment and try again.'),
    actions: ['retry', 'show-log'],
  },
  'invalid-arguments': {
    say: (t, { subject = '' }) => t('The command got invalid arguments: {0}.', unlinked(subject)),
  },
  'no-token': {
    say: (t) => t('There is no valid token. Issue one first.'),
    actions: ['issue'],
  },
  'issue-paused': {
    say: (t, { because = 'unexpected', retryAt }) =>
      t(
        'No automatic issue before {1} (Korean time). {0} Issue a token yourself once the cause is gone.',
        entries[because].say(t, {}),
        retryAt === undefined ? '?' : koreanTimeOfDay(retryAt),
      ),
    actions: ['issue', 'show-log'],
  },
  'token-replaced': {
    say: (t, { retryAt }) =>
      t(
        'Another program keeps replacing the token. It uses the same app key: three tokens died within an hour. Let it share this token (KIWOOM_TOKEN in terminals, kiwoom.injection.terminal), send through the gateway (kiwoom.gateway.enabled), or have an app key of its own. The next token is issued by itself at {0} (Korean time).',
        retryAt === undefined ? '?' : koreanTimeOfDay(retryAt),
      ),
    actions: ['issue', 'show-log'],
  },
  'token-for-other-host': {
    say: (t, { subject = '' }) =>
      t(
        'Nothing was sent: the token is for another server. The request goes to “{0}”. Use the host in KIWOOM_HOST, or switch the account.',
        unlinked(subject),
      ),
    actions: ['switch-profile'],
  },
  'gitignore-failed': {
    say: (t) =>
      t('The .gitignore could not be changed. Add the file to it yourself, or remove the secret.'),
    actions: [],
  },
  'no-editor': {
    say: (t) => t('Open a file and put the cursor where the token goes.'),
    actions: [],
  },
  'no-http-editor': {
    say: (t) => t('Open an .http file and put the cursor into a request.'),
    actions: [],
  },
  'no-request': {
    say: (t) =>
      t('There is no request at the cursor. Put it into the request that needs the header.'),
    actions: [],
  },
  'read-only-editor': {
    say: (t) => t('The file could not be edited. It is read-only or has changed in the meantime.'),
    actions: [],
  },
  'key-file-unreadable': {
    say: (t, { subject = '' }) =>
      t('Not read as a key file: {0}. It is too large, or cannot be read.', unlinked(subject)),
    actions: ['retry'],
  },
  'key-file-partner-missing': {
    say: (t, { subject = '' }) =>
      t(
        'The other file of the pair is missing: {0}. Put both files into one folder.',
        unlinked(subject),
      ),
    actions: ['retry'],
  },
  'keys-not-found-in-file': {
    say: (t, { subject = '', found }) =>
      found === undefined
        ? t(
            'No app key and secret key were found in {0}. Expected are the portal’s two text files, or names such as KIWOOM_APPKEY and KIWOOM_SECRETKEY.',
            unlinked(subject),
          )
        : t('{0} holds no keys for Kiwoom. Found: {1}.', unlinked(subject), unlinked(found)),
    actions: ['retry'],
  },
  'profile-exists': {
    say: (t, { subject = '' }) => t('This app key is already stored as “{0}”.', unlinked(subject)),
    actions: ['replace-keys'],
  },
  'label-taken': {
    say: (t, { subject = '' }) =>
      t('Another account has the name “{0}”. Choose a different one.', unlinked(subject)),
    actions: ['retry'],
  },
  'label-looks-like-key': {
    say: (t) => t('This name looks like a key. Names are shown: choose one that is no secret.'),
    actions: ['retry'],
  },
  'untrusted-workspace': {
    say: (t) =>
      t(
        'No token for others in an untrusted workspace. None is handed out there, or used for other extensions.',
      ),
  },
  'no-consent': {
    say: (t) =>
      t(
        'You have not allowed this extension this account. Or its session has ended: it has to ask VS Code for a session again.',
      ),
  },
  'history-not-changed': {
    say: (t) =>
      t(
        'REST Client’s history could not be cleaned. The file is damaged, write-protected or in use. Clear the history in REST Client instead (“Rest Client: Clear Request History”).',
      ),
    actions: ['retry'],
  },
  'settings-not-changed': {
    say: (t) =>
      t(
        'Your user settings could not be changed. If settings.json is open with unsaved changes, save it, then try again.',
      ),
    actions: ['retry'],
  },
  'account-not-open': {
    say: (t) =>
      t(
        'Agents may not use this account. Mock accounts are open to them, real ones only with kiwoom.agents.accounts; one whose token you revoked needs a new token first.',
      ),
    actions: ['open-settings'],
  },
  'gateway-not-started': {
    say: (t, { subject }) =>
      subject === undefined
        ? t(
            'The gateway does not run, or has no pass for this account. Issue a token, or see the log.',
          )
        : t(
            'The gateway did not start ({0}). Programs get neither pass nor token until it runs. A security program may stand in the way.',
            subject,
          ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-address': {
    say: (t) =>
      t(
        'This cannot be a shared token store’s address. It must be like rediss://user@host:6379: redis:// or rediss://, a host, perhaps a database number.',
      ),
    actions: ['open-settings'],
  },
  'shared-tokens-site': {
    say: (t, { subject = '' }) =>
      t(
        'The name “{0}” cannot be a site’s. Use up to 40 letters, digits, dots, hyphens and underscores.',
        unlinked(subject),
      ),
    actions: ['open-settings'],
  },
  'shared-tokens-unreachable': {
    say: (t) =>
      t(
        'The shared token store cannot be reached. Check the address and whether the Redis server runs; until then this computer uses its own copy.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-slow': {
    say: (t) =>
      t(
        'The shared token store does not answer in time. Until it does, this computer uses its own copy.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-wrong-password': {
    say: (t) => t('The Redis server refuses this user and password. Connect again and enter both.'),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-no-rights': {
    say: (t, { subject }) =>
      subject === undefined
        ? t('The user at the Redis server lacks rights. Connect the store again to see which.')
        : t(
            'The user at the Redis server lacks rights. Give it these ACL rules: {0}.',
            unlinked(subject),
          ),
    actions: ['show-log'],
  },
  'shared-tokens-untrusted': {
    say: (t) =>
      t(
        'The Redis server is not trusted: no password was sent. Its certificate is not trusted, or is one for another host. Install its root certificate in the system, or correct the address.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-no-tls': {
    say: (t) =>
      t(
        'The Redis server does not speak TLS at this port. No password was sent. Use its TLS port, or redis:// on a network that you trust.',
      ),
    actions: ['retry', 'open-settings'],
  },
  'shared-tokens-needs-tls': {
    say: (t) => t('The Redis server speaks TLS at this port. Begin the address with rediss://.'),
    actions: ['retry', 'open-settings'],
  },
  'shared-tokens-too-old': {
    say: (t, { subject }) =>
      subject === undefined
        ? t('The Redis server is too old. Version 6.2 or newer is needed.')
        : t(
            'The Redis server is too old ({0}). Version 6.2 or newer is needed.',
            unlinked(subject),
          ),
    actions: ['show-log'],
  },
  'shared-tokens-cluster': {
    say: (t) =>
      t(
        'The Redis server belongs to a cluster. It sends requests on to another server. Use the address of a single server.',
      ),
    actions: ['open-settings'],
  },
  'shared-tokens-full': {
    say: (t) =>
      t(
        'The Redis server’s memory or disk is full. Until there is room, this computer uses its own copy.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-read-only': {
    say: (t) => t('This Redis server is a read-only replica. Use the address of the primary.'),
    actions: ['open-settings'],
  },
  'shared-tokens-foreign-value': {
    say: (t) =>
      t(
        'The Redis server holds a foreign value. It is under a name of this extension, and was left as it is; use another site name or database.',
      ),
    actions: ['open-settings'],
  },
  'shared-tokens-outrun': {
    say: (t) =>
      t(
        'Another computer’s result counts. It was at work on this account’s token meanwhile. Try again.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-left': {
    say: (t, { subject = '' }) =>
      t(
        'This computer no longer shares “{0}”. Kiwoom bound its token to another IP address (8010), so this computer goes on alone with this account. Issue a token here, and name another site for the computers at this address.',
        unlinked(subject),
      ),
    actions: ['issue', 'open-settings'],
  },
  'shared-tokens-failed': {
    say: (t, { subject }) =>
      subject === undefined
        ? t('The shared token store failed. The log may say more.')
        : t('The shared token store failed ({0}). The log may say more.', unlinked(subject)),
    actions: ['show-log'],
  },
  unexpected: {
    say: (t, { subject = '' }) =>
      t('Something unexpected went wrong ({0}). The log may say more.', unlinked(subject)),
  },
};

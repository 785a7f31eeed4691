import { checkKeys, tryAgain, type ErrorTexts } from './errorText.ts';

/** Errors that the server reports with one of its published codes. */
export const serverErrors = {
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
    actions: tryAgain,
  },
  'wrong-keys': {
    say: (t) =>
      t(
        'Kiwoom does not accept this app key and secret key. Check for a missing character, or whether the key was renewed or has expired (real keys end after three months without use).',
      ),
    actions: checkKeys,
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
    actions: tryAgain,
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
    actions: checkKeys,
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
    actions: tryAgain,
  },
} satisfies ErrorTexts;

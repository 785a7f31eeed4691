import { unlinked } from '../markdown.ts';
import { tryAgain, type ErrorTexts } from './errorText.ts';

/** Replies that differ from what the guide describes. */
export const replyErrors = {
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
    actions: tryAgain,
  },
  'html-reply': {
    say: (t) =>
      t(
        'A web page came back instead of data. The service is probably under maintenance, or a proxy or login page stands in between.',
      ),
    actions: tryAgain,
  },
  'request-blocked': {
    say: (t) => t('Kiwoom’s firewall blocked the request. Try again, or try from another network.'),
    actions: tryAgain,
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
    actions: tryAgain,
  },
  'http-status': {
    say: (t) => t('The server answered with an unexpected status.'),
    actions: tryAgain,
  },
  'empty-reply': {
    say: (t) => t('The server’s reply was empty. Try again in a moment.'),
    actions: tryAgain,
  },
  'truncated-reply': {
    say: (t) => t('The server’s reply was cut off. Check the connection and try again.'),
    actions: tryAgain,
  },
  'reply-not-json': {
    say: (t) => t('The server’s answer was not in JSON, as documented. Try again in a moment.'),
    actions: tryAgain,
  },
  'reply-unexpected': {
    say: (t, { subject }) =>
      subject === undefined
        ? t('The server’s answer lacks the documented fields.')
        : t('The answer lacks documented fields: {0}.', unlinked(subject)),
    actions: tryAgain,
  },
  'reply-too-large': {
    say: (t) => t('The server’s answer was far too large and was not read.'),
    actions: tryAgain,
  },
  'expiry-unreadable': {
    say: (t, { subject = '' }) => t('The token’s expiry is not a date: “{0}”.', unlinked(subject)),
    actions: tryAgain,
  },
  'expired-on-arrival': {
    say: (t) =>
      t(
        'The server gave a token that has already expired. Check the clock of this computer and try again.',
      ),
    actions: tryAgain,
  },
} satisfies ErrorTexts;

import { koreanTimeOfDay } from '../../../core/time/koreanTime.ts';
import { unlinked } from '../markdown.ts';
import type { ErrorTexts } from './errorText.ts';

/** Tokens on this machine: issuing, storing and handing them out. */
export const tokenErrors = {
  'no-token': {
    say: (t) => t('There is no valid token. Issue one first.'),
    actions: ['issue'],
  },
  'issue-paused': {
    say: (t, { because = 'unexpected', retryAt }, sentenceOf) =>
      t(
        'No automatic issue before {1} (Korean time). {0} Issue a token yourself once the cause is gone.',
        sentenceOf(because),
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
  'lock-failed': {
    say: (t) =>
      t('Another window is still at work on this account’s token. Wait a moment and try again.'),
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
  'untrusted-workspace': {
    say: (t) =>
      t(
        'No token for others in an untrusted workspace. Programs, agents and other extensions get none, and no pass for one.',
      ),
    actions: ['manage-trust'],
  },
  'no-consent': {
    say: (t) =>
      t(
        'You have not allowed this extension this account. Or its session has ended: it has to ask VS Code for a session again.',
      ),
  },
} satisfies ErrorTexts;

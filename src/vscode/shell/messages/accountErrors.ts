import { unlinked } from '../markdown.ts';
import type { ErrorTexts } from './errorText.ts';

/** Accounts and their app keys on this machine. */
export const accountErrors = {
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
  'key-store-failed': {
    say: (t) =>
      t('VS Code’s secret storage refused access. Check the system’s keyring, then try again.'),
    actions: ['retry', 'show-log'],
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
} satisfies ErrorTexts;

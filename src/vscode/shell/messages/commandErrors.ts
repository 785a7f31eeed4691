import { unlinked } from '../markdown.ts';
import type { ErrorTexts } from './errorText.ts';

/** Commands, files and settings. */
export const commandErrors = {
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
  'invalid-arguments': {
    say: (t, { subject = '' }) => t('The command got invalid arguments: {0}.', unlinked(subject)),
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
    say: (t) => t('Put the cursor into the request that needs the header.'),
    actions: [],
  },
  'read-only-editor': {
    say: (t) => t('Not edited: the file is read-only or has just changed.'),
    actions: [],
  },
  'gitignore-failed': {
    say: (t) => t('Could not change .gitignore: add the file to it yourself.'),
    actions: [],
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
} satisfies ErrorTexts;

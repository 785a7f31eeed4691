import { unlinked } from '../markdown.ts';
import type { ErrorTexts } from './errorText.ts';

const setting = 'kiwoom.sharedTokens';

/** The shared token store. */
export const sharedTokensErrors = {
  'shared-tokens-address': {
    say: (t) =>
      t(
        'This cannot be a shared token store’s address. It must be like rediss://user@host:6379: redis:// or rediss://, a host, perhaps a database number.',
      ),
    actions: ['open-settings'],
    setting,
  },
  'shared-tokens-site': {
    say: (t, { subject = '' }) =>
      t(
        'The name “{0}” cannot be a site’s. Use up to 40 letters, digits, dots, hyphens and underscores.',
        unlinked(subject),
      ),
    actions: ['open-settings'],
    setting,
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
  'shared-tokens-not-redis': {
    say: (t) =>
      t(
        'What answers at this address is not a Redis server. Check host and port; Redis usually has port 6379.',
      ),
    actions: ['retry', 'open-settings'],
    setting,
  },
  'shared-tokens-protected': {
    say: (t) =>
      t(
        'The Redis server accepts its own computer only. It is in protected mode: set a password there (requirepass, or an ACL user), then connect again with it.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-no-room': {
    say: (t) =>
      t(
        'The Redis server has no room for one more connection. Raise its maxclients, or close connections that nobody uses; until then this computer uses its own copy.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-not-ready': {
    say: (t) =>
      t(
        'The Redis server is not ready yet. It is starting, or busy with a script; until it is ready, this computer uses its own copy.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-no-replicas': {
    say: (t) =>
      t(
        'The Redis server takes no writes without its replicas. Until they are back, or min-replicas-to-write is lower, this computer uses its own copy.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-no-database': {
    say: (t) =>
      t(
        'The Redis server has no database of this number. Use a smaller number at the end of the address, or none.',
      ),
    actions: ['retry', 'open-settings'],
    setting,
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
  'shared-tokens-client-certificate': {
    say: (t) =>
      t(
        'The Redis server ends the TLS handshake. It probably asks for a client certificate, which this extension does not send: set tls-auth-clients to no or optional there.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-no-tls': {
    say: (t) =>
      t(
        'The Redis server does not speak TLS at this port. No password was sent. Use its TLS port, or redis:// on a network that you trust.',
      ),
    actions: ['retry', 'open-settings'],
    setting,
  },
  'shared-tokens-needs-tls': {
    say: (t) => t('The Redis server speaks TLS at this port. Begin the address with rediss://.'),
    actions: ['retry', 'open-settings'],
    setting,
  },
  'shared-tokens-too-old': {
    say: (t, { subject }) =>
      subject === undefined
        ? t(
            'The Redis server lacks a command that is needed. It is older than 6.2, a Sentinel, or has EVAL turned off: use the address of the primary, or allow the command.',
          )
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
    setting,
  },
  'shared-tokens-full': {
    say: (t) =>
      t(
        'The Redis server’s memory is full, or its disk fails. Until it takes writes again, this computer uses its own copy.',
      ),
    actions: ['retry', 'show-log'],
  },
  'shared-tokens-read-only': {
    say: (t) => t('This Redis server is a read-only replica. Use the address of the primary.'),
    actions: ['open-settings'],
    setting,
  },
  'shared-tokens-foreign-value': {
    say: (t) =>
      t(
        'The Redis server holds a foreign value. It is under a name of this extension, and was left as it is; use another site name or database.',
      ),
    actions: ['open-settings'],
    setting,
  },
  'shared-tokens-other-secret': {
    say: (t) =>
      t(
        'The shared token is sealed with another secret key. Replace the app key on the computer that has an old one; until then this computer uses its own copy.',
      ),
    actions: ['retry', 'show-log'],
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
        'This computer no longer shares “{0}”. Its token belongs to another IP address (8010); computers at this address need a site name of their own.',
        unlinked(subject),
      ),
    actions: ['issue', 'open-settings'],
    setting,
  },
  'shared-tokens-failed': {
    say: (t, { subject }) =>
      subject === undefined
        ? t('The shared token store failed. The log may say more.')
        : t('The shared token store failed ({0}). The log may say more.', unlinked(subject)),
    actions: ['show-log'],
  },
} satisfies ErrorTexts;

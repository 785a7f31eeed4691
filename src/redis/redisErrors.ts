import { type ErrorCode, KiwoomError } from '../core/base/errors.ts';

/** Prefixes of Redis's error replies, and errors of Node and ioredis, with the error code of each. */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(?:WRONGPASS|NOAUTH|ERR AUTH|ERR invalid password)/, 'shared-tokens-wrong-password'],
  [/^NOPERM|ACL failure|user executing the script can't/, 'shared-tokens-no-rights'],
  // A server may say these two before it is asked anything; the client puts its own words in front then.
  [/\bDENIED Redis\b/, 'shared-tokens-protected'],
  [/\bERR max number of clients\b/, 'shared-tokens-no-room'],
  [/^OOM/, 'shared-tokens-full'],
  [/^MISCONF/, 'shared-tokens-full'],
  // Only replicas have a primary that can be down.
  [/^(?:READONLY|MASTERDOWN)/, 'shared-tokens-read-only'],
  [/^(?:MOVED|ASK|CLUSTERDOWN|CROSSSLOT|TRYAGAIN)/, 'shared-tokens-cluster'],
  [/^WRONGTYPE/, 'shared-tokens-foreign-value'],
  [/^ERR unknown command/, 'shared-tokens-too-old'],
  [/^ERR (?:DB index|invalid DB index|SELECT is not allowed)/, 'shared-tokens-no-database'],
  [/^Unknown RESP type/, 'shared-tokens-not-redis'],
  // Alerts of the server, which is itself trusted.
  [/alert (?:certificate required|handshake failure)/, 'shared-tokens-client-certificate'],
  [/certificate|self.signed|ALTNAME|CERT_/i, 'shared-tokens-untrusted'],
  [/wrong version number|EPROTO/i, 'shared-tokens-no-tls'],
  [/timed? ?out|ETIMEDOUT/i, 'shared-tokens-slow'],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE|Connection is closed|isn't writeable|retries per request/i,
    'shared-tokens-unreachable',
  ],
  [/^(?:LOADING|BUSY)/, 'shared-tokens-not-ready'],
  [/^NOREPLICAS/, 'shared-tokens-no-replicas'],
];

/** Errors by which the server answered a command, so it is reachable. */
const answered: ReadonlySet<ErrorCode> = new Set([
  'shared-tokens-no-rights',
  'shared-tokens-full',
  'shared-tokens-read-only',
  'shared-tokens-cluster',
  'shared-tokens-no-replicas',
  'shared-tokens-foreign-value',
  'shared-tokens-other-secret',
  'shared-tokens-failed',
]);

/** Converts the error without its text, which may contain what was sent. */
export function toStoreError(thrown: unknown): KiwoomError {
  if (thrown instanceof KiwoomError) return thrown;
  const parts = thrown instanceof AggregateError ? (thrown.errors as unknown[]) : [thrown];
  const text = parts.map(wordsOf).join(' ');
  const found = meanings.find(([pattern]) => pattern.test(text));
  if (found?.[1] === 'shared-tokens-no-rights') return new KiwoomError(found[1], missingRule(text));
  if (found !== undefined) return new KiwoomError(found[1]);
  const subject = thrown instanceof Error ? thrown.name : typeof thrown;
  return new KiwoomError('shared-tokens-failed', { subject });
}

export function isAnswer(error: KiwoomError): boolean {
  return answered.has(error.code);
}

/** The missing ACL rule, as far as the refusal tells it. */
function missingRule(text: string): { subject?: string } {
  if (/\bchannels?\b/.test(text)) return { subject: '&kiwoom:*' };
  if (/\bkeys?\b/.test(text)) return { subject: '~kiwoom:*' };
  const command = /the '([a-z|]{1,40})' command/.exec(text)?.[1];
  return command === undefined ? {} : { subject: `+${command}` };
}

/** What Redis 6.2 puts in front of the error of a command inside a script. */
const scriptPlace = /^ERR Error running script \(call to \w+\): (?:@user_script: ?\d+: )+-?/;

function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  const words = thrown.message.replace(scriptPlace, '');
  return 'code' in thrown ? `${words} ${String(thrown.code)}` : words;
}

import type { AxiosError } from 'axios';
import { type ErrorCode, KiwoomError } from '../core/base/errors.ts';

/** Node's error codes, if they mean something different to the user. */
const networkCodes: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  ECONNRESET: 'connection-lost',
  ECONNABORTED: 'connection-lost',
  EPIPE: 'connection-lost',
  ETIMEDOUT: 'timed-out',
  CERT_NOT_YET_VALID: 'certificate-date',
  CERT_HAS_EXPIRED: 'certificate-date',
  CERT_REVOKED: 'certificate-untrusted',
  CERT_REJECTED: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  CERT_CHAIN_TOO_LONG: 'certificate-untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  HOSTNAME_MISMATCH: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  INVALID_PURPOSE: 'certificate-untrusted',
  PATH_LENGTH_EXCEEDED: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-untrusted',
};

/**
 * TLS errors of OpenSSL (Node) and BoringSSL (VS Code): in the code (`ERR_SSL_WRONG_VERSION_NUMBER`),
 * or with the code `EPROTO` in the message (`wrong version number`).
 */
const tlsFaults: readonly (readonly [RegExp, ErrorCode])[] = [
  [/wrong.version.number|packet.length.too.long|http.request|https.proxy.request/i, 'tls-missing'],
  [
    /unsupported.protocol|alert.protocol.version|version.too.low|no.protocols.available|alert.handshake.failure|no.shared.cipher|dh.key.too.small|unsafe.legacy.renegotiation|legacy.sigalg/i,
    'tls-too-old',
  ],
];

/** @param thrown error of axios; only its code is kept, as it contains the request with its secrets */
export function networkErrorCode(thrown: unknown): ErrorCode {
  if (!isAxiosError(thrown)) return 'network-failed';
  const { code = '', message } = thrown;
  if (message.includes('maxContentLength')) return 'reply-too-large';
  // The reply broke off: its length does not match or its encoding is truncated.
  if (thrown.response !== undefined || message === 'stream has been aborted') {
    return 'truncated-reply';
  }
  return codeOf(code, message);
}

/**
 * Same for errors of Node's own clients. The name of a certificate's problem is kept.
 *
 * @param error nothing else of it is kept, as it may contain the request with its secrets
 */
export function networkErrorOf({ code = '', message }: NodeJS.ErrnoException): KiwoomError {
  const known = codeOf(code, message);
  return new KiwoomError(known, known.startsWith('certificate-') ? { subject: code } : {});
}

function codeOf(code: string, message: string): ErrorCode {
  if (code.startsWith('HPE_') || code.startsWith('Z_')) return 'truncated-reply';
  const known = networkCodes[code];
  if (known !== undefined) return known;
  const said = code === 'EPROTO' ? message : code.startsWith('ERR_SSL_') ? code : '';
  return tlsFaults.find(([pattern]) => pattern.test(said))?.[1] ?? 'network-failed';
}

/** axios marks its errors; its class is not available before axios is loaded. */
function isAxiosError(thrown: unknown): thrown is AxiosError {
  return thrown instanceof Error && 'isAxiosError' in thrown;
}

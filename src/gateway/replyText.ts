import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** Limit of the decompressed text, above the few hundred bytes of a refusal. */
const options = { maxOutputLength: 64 * 1024 };

/**
 * The text of a reply, to be judged. It is decompressed if need be, as a proxy on the way may compress what was
 * asked for as it is.
 *
 * @param encoding the header `Content-Encoding`
 * @returns an empty text if it cannot be decompressed, or is too long to be a refusal
 */
export function replyText(body: Buffer, encoding = ''): string {
  try {
    // `trim` removes a byte order mark too.
    return decompressed(body, encoding.toLowerCase()).toString('utf8').trim();
  } catch {
    return '';
  }
}

function decompressed(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body, options);
    case 'br':
      return brotliDecompressSync(body, options);
    case 'deflate':
      // Some servers leave out the zlib header, whose first byte ends in 8.
      return ((body[0] ?? 0) & 15) === 8
        ? inflateSync(body, options)
        : inflateRawSync(body, options);
    default:
      return body;
  }
}

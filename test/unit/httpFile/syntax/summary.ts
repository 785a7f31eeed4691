import type { HttpRequestBlock } from '../../../../src/httpFile/syntax/httpFile.ts';
import type { ExpectedRequest } from '../shapes/shape.ts';

/** What is written down of a request in the expectations. */
export function summaryOf({ request, name, title }: HttpRequestBlock): ExpectedRequest {
  const { kind, line, method, url, headers } = request;
  const message = request.kind === 'curl' ? undefined : request;
  const fields = headers.map((header) => [header.name.text, header.value.text] as const);
  return {
    ...(kind !== 'http' && { kind }),
    line,
    ...(method && { method: method.text }),
    url,
    ...(message?.version && { version: message.version.text }),
    ...(fields.length > 0 && { headers: Object.fromEntries(fields) }),
    ...(message?.body && { body: [message.body.first, message.body.last] }),
    ...(name !== undefined && { name }),
    ...(title !== undefined && { title }),
  };
}

import { hostSpan, schemeSpan } from '../request/hostSpan.ts';
import { headerNamed } from '../request/kiwoomRequest.ts';
import { referenceText, type ReferenceScope } from '../request/variableReferences.ts';
import type { HttpRequest } from '../syntax/httpFile.ts';
import { insertionAt, rangeOnLine, type TextEdit } from '../syntax/textRange.ts';
import type { DiagnosticFix, FixInput } from './diagnosticFix.ts';
import type { DiagnosticOf } from './httpDiagnostic.ts';

export function useHost(scope: ReferenceScope, { file, request }: FixInput): DiagnosticFix[] {
  if (request === undefined) return [];
  const { destination, block } = request;
  const message = block.request;
  const host = hostSpan(message);
  if (host === undefined) return [];
  const { line, character } = host.range.start;
  const before = file.lines[line]?.charAt(character - 1) ?? '';
  // A reference contains a blank, which ends an unquoted word of a cURL command.
  if (message.kind === 'curl' && !/["']/.test(before)) return [];
  const isWebSocket = message.kind === 'websocket';
  const reference = referenceText(isWebSocket ? 'webSocket' : 'host', scope);
  // Without the scheme, only the method makes it a WebSocket.
  const method = isWebSocket && message.method === undefined ? 'WS ' : '';
  // Gateway URLs have the environment in the path, which the reference includes.
  const longer =
    destination.kind === 'environment' && destination.gateway === true
      ? destination.environment.length + 1
      : 0;
  const range = rangeOnLine(line, character, host.range.end.character + longer);
  return [{ kind: 'use-host', reference, edits: [{ range, newText: method + reference }] }];
}

export function encrypt(
  { facts: { scheme, environment } }: DiagnosticOf<'clear-text'>,
  input: FixInput,
): DiagnosticFix[] {
  const message = input.request?.block.request;
  const edit = message && schemeEdit(message, scheme);
  return [
    ...(edit === undefined ? [] : [{ kind: 'use-scheme', scheme, edits: [edit] } as const]),
    ...useHost(environment, input),
  ];
}

/** @returns `undefined` where a variable stands for the whole host */
function schemeEdit(message: HttpRequest, scheme: string): TextEdit | undefined {
  const host = hostSpan(message);
  if (host === undefined) {
    const named = headerNamed(message.headers, 'host')?.value.text;
    const url = message.kind === 'curl' ? message.urlSpan : message.urlParts[0];
    if (named === undefined || named.includes('{{') || url === undefined) return undefined;
    return insertionAt(url.range.start, scheme + named);
  }
  if (host.text.startsWith('{{')) return undefined;
  const written = /^[a-z]+:\/\//i.exec(host.text)?.[0] ?? '';
  const { line, character } = host.range.start;
  return { range: rangeOnLine(line, character, character + written.length), newText: scheme };
}

export function removeScheme(input: FixInput): DiagnosticFix[] {
  if (input.request === undefined) return [];
  const { destination, block } = input.request;
  if (block.request.kind === 'websocket') {
    // Without the scheme, it would be the host of calls.
    return destination.kind === 'reference' ? useHost(destination.scope, input) : [];
  }
  const span = schemeSpan(block.request);
  if (span === undefined) return [];
  const edits = [{ range: span.range, newText: '' }];
  return [{ kind: 'remove-scheme', scheme: span.text, edits }];
}

export function removeVersion(
  { range: { start, end }, facts: { version } }: DiagnosticOf<'url-cut-off'>,
  { file }: FixInput,
): DiagnosticFix[] {
  const before = file.lines[start.line]?.slice(0, start.character) ?? '';
  const range = rangeOnLine(start.line, before.trimEnd().length, end.character);
  return [{ kind: 'remove-version', version, edits: [{ range, newText: '' }] }];
}

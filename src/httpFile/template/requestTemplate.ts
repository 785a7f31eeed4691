import { referenceTo, tokenReference } from '../../core/handover/injectedVariables.ts';
import { isOAuthPath, liveServer } from '../../core/model/liveServer.ts';
import type { Tr } from '../../core/model/tr.ts';
import { noRedirect } from '../edit/noRedirectEdit.ts';
import { authorizationHeaderName } from '../request/authorizationHeader.ts';
import type { HttpFile } from '../syntax/httpFile.ts';
import { bodyTemplate } from './bodyTemplate.ts';
import { fieldComments, type FieldWords } from './fieldComments.ts';
import type { Template } from './template.ts';

/** Localized comments of a template. */
export interface RequestWords extends FieldWords {
  /** httpyac's question before it sends; REST Client has its own text. */
  readonly order: string;
  readonly fieldsUnknown: string;
  readonly notOnMock: string;
  /** Comment above the two headers that request the next page. */
  readonly nextPage: string;
  /** Comment that REST Client cannot send this. */
  readonly webSocket: string;
  /** Comment on receiving more messages than the answer. */
  readonly receiveMore: string;
  /** Comment that the request with the persistent login must be sent first. */
  readonly loginFirst: string;
  /** Comment that names the commands to use instead of the two OAuth TRs. */
  readonly issue: string;
  readonly revoke: string;
}

export interface TemplateContext {
  /** `YYYYMMDD`, in Korea. */
  readonly today: string;
  /** Whether the file {@link keepsLogin | keeps a login open} for it. */
  readonly loginKept?: boolean;
  readonly words: RequestWords;
}

const authorization = `${authorizationHeaderName}: Bearer ${tokenReference}`;

/**
 * A request that calls a TR, from its `###` line to the end of its body, without a line break at the end. It is valid in REST Client and httpyac (WebSocket TRs: in httpyac). Everything that explains
 * stands above the request line or is a commented header, never in the body, where it would be sent.
 *
 * The two OAuth TRs take the app key and the secret key in their body, so for them there is only a
 * comment that names the command to use.
 */
export function requestTemplate(tr: Tr, context: TemplateContext): Template {
  const { words } = context;
  if (isOAuthPath(tr.path)) {
    const instead = tr.path === liveServer.issuePath ? words.issue : words.revoke;
    return [[title(tr), comment(instead)].join('\n')];
  }
  return tr.transport === 'websocket' ? webSocketRequest(tr, context) : restRequest(tr, context);
}

function restRequest(tr: Tr, { words, today }: TemplateContext): Template {
  const head = [
    title(tr),
    // Both clients ask before sending a request with @note.
    ...(tr.order ? [comment(`@note ${words.order}`)] : []),
    noRedirect,
    ...about(tr, words),
    ...(tr.path.startsWith(liveServer.pathNotOnMock) ? [comment(words.notOnMock)] : []),
    `POST ${referenceTo('active', 'host')}${tr.path}`,
    'Content-Type: application/json;charset=UTF-8',
    authorization,
    `api-id: ${tr.id}`,
    ...(mayHavePages(tr) ? [words.nextPage, 'cont-yn: Y', 'next-key: '].map(comment) : []),
  ];
  return [`${head.join('\n')}\n\n`, ...bodyTemplate(tr, today)];
}

/**
 * The server accepts no message before a login on the same connection, so the request starts with the login and
 * an empty message that waits for the answer. Where the file keeps a login open, httpyac reuses that connection
 * for the same URL.
 */
function webSocketRequest(tr: Tr, context: TemplateContext): Template {
  const { words, today, loginKept = false } = context;
  const login = { trnm: 'LOGIN', token: tokenReference };
  const head = [
    title(tr),
    comment(words.webSocket),
    ...about(tr, words),
    comment(loginKept ? words.loginFirst : words.receiveMore),
    `WS ${webSocketAddress(tr)}`,
    authorization,
    `api-id: ${tr.id}`,
  ];
  const body = bodyTemplate(tr, today);
  if (loginKept) return [`${head.join('\n')}\n\n`, ...body];
  const before = `${head.join('\n')}\n\n${JSON.stringify(login, undefined, 2)}\n=== wait-for-server\n`;
  return [before, ...body, '\n=== wait-for-server\n==='];
}

/** Whether a file has a request that logs in to the TR's WebSocket server and stays connected. */
export function keepsLogin(file: HttpFile, tr: Tr): boolean {
  const address = webSocketAddress(tr);
  return file.requests.some(({ request, lines: { first, last } }) => {
    if (request.kind !== 'websocket' || request.url !== address) return false;
    const lines = file.lines.slice(first, last + 1);
    const login = lines.some((line) => /"trnm"\s*:\s*"LOGIN"/.test(line));
    return login && lines.some((line) => /^\s*(?:#|\/\/)\s*@keepStreaming\b/.test(line));
  });
}

function webSocketAddress({ path }: Tr): string {
  return `${referenceTo('active', 'webSocket')}${path}`;
}

function about(tr: Tr, words: RequestWords): string[] {
  const fields = tr.fieldsKnown ? fieldComments(tr.request, words) : [words.fieldsUnknown];
  return [tr.group, ...fields].map(comment);
}

/** TRs that answer with a list, and those with unpublished fields. */
function mayHavePages({ order, fieldsKnown, response }: Tr): boolean {
  return !order && (!fieldsKnown || response.some(({ parent }) => parent !== undefined));
}

function title({ nameKo, id }: Tr): string {
  return `### ${nameKo} (${id})`;
}

function comment(text: string): string {
  return `# ${text}`.trimEnd();
}

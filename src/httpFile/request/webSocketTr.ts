import type { Tr, TrCatalogue } from '../../core/model/tr.ts';
import type { HttpFile, MessageRequest } from '../syntax/httpFile.ts';
import type { JsonNode } from '../syntax/jsonBody.ts';
import { parseJsonBody } from '../syntax/parseJsonBody.ts';

/** Condition searches by `trnm`; with `search_type` 1 a search also subscribes to updates. */
const conditionSearches: ReadonlyMap<string, string> = new Map([
  ['CNSRLST', 'ka10171'],
  ['CNSRREQ', 'ka10172'],
  ['CNSRCLR', 'ka10174'],
]);

/** All real-time TRs have the same request fields, so any of them can stand for the others. */
const anyRealTime = '0B';

/** TR of a WebSocket message, which names it in the body instead of a header. */
export function webSocketTr(
  file: HttpFile,
  { kind, body }: MessageRequest,
  catalogue: TrCatalogue,
): Tr | undefined {
  if (kind !== 'websocket' || body === undefined) return undefined;
  const { root } = parseJsonBody(file, body);
  const name = textOf(member(root, 'trnm'));
  if (name === 'LOGIN' || name === 'PING') return undefined;
  const search = name === 'CNSRREQ' && textOf(member(root, 'search_type')) === '1';
  const condition = search ? 'ka10173' : conditionSearches.get(name ?? '');
  const type = textOf(first(member(first(member(root, 'data')), 'type')));
  return catalogue.find(condition ?? type ?? anyRealTime) ?? catalogue.find(anyRealTime);
}

function member(node: JsonNode | undefined, name: string): JsonNode | undefined {
  if (node?.kind !== 'object') return undefined;
  return node.members.find((each) => each.name.text === name)?.value;
}

function first(node: JsonNode | undefined): JsonNode | undefined {
  return node?.kind === 'array' ? node.items[0] : undefined;
}

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.text : undefined;
}

import type { Tr, TrCatalogue, TrField } from '../core/model/tr.ts';
import type { KiwoomRequest } from './request/kiwoomRequest.ts';
import { requestBody } from './request/requestBody.ts';
import { requestField } from './request/trField.ts';
import {
  type FileVariables,
  type KiwoomReference,
  kiwoomReference,
} from './request/variableReferences.ts';
import { webSocketTr } from './request/webSocketTr.ts';
import { type BodyPlace, bodyPlace } from './syntax/bodyPlace.ts';
import type { HttpFile, LineKind } from './syntax/httpFile.ts';
import { includes, type Position, rangeOnLine, type TextRange } from './syntax/textRange.ts';

/** The element at a position that has a hover. */
export type HoverSubject = { readonly range: TextRange } & (
  | { readonly kind: 'tr'; readonly tr: Tr }
  | { readonly kind: 'path'; readonly path: string; readonly trs: readonly Tr[] }
  | {
      readonly kind: 'field';
      readonly tr: Tr;
      readonly field: TrField;
      /** The value under the cursor. */
      readonly value?: string;
    }
  | { readonly kind: 'reference'; readonly reference: KiwoomReference }
);

export interface HoverSite {
  readonly file: HttpFile;
  readonly variables: FileVariables;
  readonly catalogue: TrCatalogue;
  /** The block's Kiwoom request; `undefined` if it is none. */
  readonly request: KiwoomRequest | undefined;
}

export function hoverSubject(site: HoverSite, position: Position): HoverSubject | undefined {
  const { file, request, catalogue } = site;
  const reference = referenceAt(site, position);
  if (reference !== undefined) return reference;
  if (request === undefined) return undefined;
  const { apiId, tr, path, pathSpan, block } = request;
  if (apiId !== undefined && tr !== undefined) {
    const range = [apiId.value, apiId.name].find((span) => includes(span.range, position))?.range;
    if (range !== undefined) return { kind: 'tr', tr, range };
  }
  if (path !== undefined && pathSpan !== undefined && includes(pathSpan.range, position)) {
    const trs = catalogue.onPath(path);
    return trs.length === 0 ? undefined : { kind: 'path', path, trs, range: pathSpan.range };
  }
  const message = block.request;
  const body = requestBody(file, message);
  if (body?.file.lineKinds[position.line] !== 'body') return undefined;
  const place = bodyPlace(body.file, body.lines, position);
  const named = message.kind === 'curl' ? undefined : webSocketTr(file, message, catalogue);
  return place && fieldAt(place, tr ?? named);
}

function fieldAt(place: BodyPlace, tr: Tr | undefined): HoverSubject | undefined {
  const field = tr && requestField(tr, place.parents, place.name);
  if (tr === undefined || field === undefined) return undefined;
  const { range } = place;
  const node = place.kind === 'value' ? place.node : undefined;
  return {
    kind: 'field',
    tr,
    field,
    range,
    ...(node !== undefined && 'text' in node && { value: node.text }),
  };
}

/** Kinds of lines where the clients replace `{{…}}`. */
const replaced: ReadonlySet<LineKind | undefined> = new Set([
  'variable',
  'request-line',
  'url',
  'header',
  'body',
  'curl',
]);

function referenceAt(
  { file, variables }: HoverSite,
  { line, character }: Position,
): HoverSubject | undefined {
  if (!replaced.has(file.lineKinds[line])) return undefined;
  const text = file.lines[line] ?? '';
  for (const match of text.matchAll(/\{\{[^{}]*\}\}/g)) {
    const end = match.index + match[0].length;
    if (character < match.index || character > end) continue;
    // A variable of the file may contain a reference.
    const expression = /^\{\{([^{}]*)\}\}$/.exec(variables.resolve(match[0]))?.[1];
    const reference = expression === undefined ? undefined : kiwoomReference(expression);
    if (reference === undefined) return undefined;
    return { kind: 'reference', reference, range: rangeOnLine(line, match.index, end) };
  }
  return undefined;
}

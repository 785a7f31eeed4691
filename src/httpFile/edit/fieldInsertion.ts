import type { HttpFile, HttpRequest, MessageRequest } from '../syntax/httpFile.ts';
import { requestBody } from '../request/requestBody.ts';
import type { JsonNode } from '../syntax/jsonBody.ts';
import { parseJsonBody } from '../syntax/parseJsonBody.ts';
import { insertionAt, type TextEdit } from '../syntax/textRange.ts';

export interface NewField {
  readonly name: string;
  readonly value: string | readonly string[];
}

/**
 * Edit that adds fields to a request's JSON object, in its existing layout: on one line, or one per line.
 *
 * @returns `undefined` where there is no such object and no position for one
 */
export function fieldInsertion(
  file: HttpFile,
  request: HttpRequest,
  fields: readonly NewField[],
): TextEdit | undefined {
  const members = fields.map(
    ({ name, value }) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  const body = requestBody(file, request);
  if (body === undefined) {
    return request.kind === 'curl' ? undefined : newBody(file, request, members);
  }
  const { root } = parseJsonBody(body.file, body.lines);
  return root?.kind === 'object' ? further(body.file, root, members) : undefined;
}

function newBody(file: HttpFile, request: MessageRequest, members: readonly string[]): TextEdit {
  const { eol } = file;
  const lastOfHead = Math.max(
    request.line,
    ...request.urlParts.map(({ range }) => range.end.line),
    ...request.headers.map(({ value }) => value.range.end.line),
  );
  const lines = members.map((member) => `  ${member}`).join(`,${eol}`);
  const end = { line: lastOfHead, character: file.lines[lastOfHead]?.length ?? 0 };
  return insertionAt(end, `${eol}${eol}{${eol}${lines}${eol}}`);
}

function further(
  { lines, eol }: HttpFile,
  { range: { start, end }, members: there }: JsonNode & { kind: 'object' },
  members: readonly string[],
): TextEdit {
  const indentationOf = (line: number): string => /^\s*/.exec(lines[line] ?? '')?.[0] ?? '';
  const last = there.at(-1);
  const outer = indentationOf(start.line);
  const isOnOneLine = start.line === end.line;
  if (last?.value !== undefined) {
    const inner = isOnOneLine ? ' ' : eol + indentationOf(last.name.range.start.line);
    return insertionAt(
      last.value.range.end,
      members.map((member) => `,${inner}${member}`).join(''),
    );
  }
  const written = members.map((member) => `${eol}${outer}  ${member}`).join(',');
  // Keeps comments and blank lines between the brackets.
  return isOnOneLine
    ? { range: { start, end }, newText: `{${written}${eol}${outer}}` }
    : insertionAt({ line: start.line, character: start.character + 1 }, written);
}

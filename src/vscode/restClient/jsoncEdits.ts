import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  type FormattingOptions,
  type JSONPath,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';

/** Sets or adds the value at a path; keeps formatting and comments around it. */
export function setValue(text: string, path: JSONPath, value: unknown): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions: formattingOf(text) }));
}

export function addElement(text: string, path: JSONPath, value: unknown): string {
  const options = { formattingOptions: formattingOf(text), isArrayInsertion: true };
  return applyEdits(text, modify(text, [...path, -1], value, options));
}

/**
 * Removes the property or element at a path, if it exists. jsonc-parser's own removal would also delete
 * adjacent comments.
 */
export function removeValue(text: string, path: JSONPath): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const value = root === undefined ? undefined : findNodeAtLocation(root, [...path]);
  const node = value?.parent?.type === 'property' ? value.parent : value;
  return node?.parent === undefined ? text : removeNode(text, node, node.parent);
}

function removeNode(text: string, node: Node, parent: Node): string {
  const siblings = parent.children ?? [];
  const index = siblings.indexOf(node);
  const [previous, next] = [siblings[index - 1], siblings[index + 1]];
  const end = endOf(node);
  const before = previous === undefined ? parent.offset + 1 : endOf(previous);
  const after = commaFrom(text, end);
  const gap = text.slice(before, node.offset).trim();
  // One comma remains between two neighbours, wherever it was.
  if (previous === undefined ? gap === '' && after === undefined : gap === ',') {
    return cut(text, before, end);
  }
  if (next !== undefined && text.slice(end, next.offset).trim() === ',') {
    return cut(text, node.offset, next.offset);
  }
  // Keeps the comments in between, without the empty line.
  const without = after === undefined ? text : cut(text, after, after + 1);
  const alone = withoutLine(without, node.offset, end);
  const left = after === undefined && previous !== undefined ? commaFrom(text, before) : undefined;
  return left === undefined ? alone : cut(alone, left, left + 1);
}

/** Deletes a range, and its line if nothing else is on it. */
function withoutLine(text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const isAlone =
    lineEnd !== -1 && (text.slice(lineStart, start) + text.slice(end, lineEnd)).trim() === '';
  return isAlone ? cut(text, lineStart, lineEnd + 1) : cut(text, start, end);
}

/** Offset of a comma that follows directly or after comments. */
function commaFrom(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  const found = scanner.getTokenOffset();
  return text[found] === ',' ? found : undefined;
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

function cut(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(end);
}

/** Formatting options detected from the file. */
function formattingOf(text: string): FormattingOptions {
  const [, indent = '    '] = /^([ \t]+)\S/m.exec(text) ?? [];
  return {
    insertSpaces: !indent.includes('\t'),
    tabSize: indent.includes('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

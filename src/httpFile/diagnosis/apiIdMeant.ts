import type { RequestToDiagnose } from './httpDiagnostic.ts';

/**
 * Guesses the missing API ID of a request: the only TR of its path, or the only one of its path that the title
 * or a comment names.
 */
export function apiIdMeant({
  file,
  block,
  request,
  context,
}: RequestToDiagnose): string | undefined {
  const ofPath = request.path === undefined ? [] : context.catalogue.onPath(request.path);
  if (ofPath.length <= 1) return ofPath[0]?.id;
  const { first, last } = block.lines;
  const remarks = file.lines.slice(first, last + 1).filter((_text, index) => {
    const kind = file.lineKinds[first + index];
    return kind === 'delimiter' || kind === 'comment';
  });
  const words = new Set(remarks.flatMap((text) => text.match(/\w+/g) ?? []));
  const named = ofPath.filter(({ id }) => words.has(id));
  return named.length === 1 ? named[0]?.id : undefined;
}

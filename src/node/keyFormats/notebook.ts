/** The code of a Jupyter notebook, which is JSON with the lines as strings. */
export function codeOfNotebook(text: string): string {
  try {
    const notebook: unknown = JSON.parse(text);
    return listIn(notebook, 'cells')
      .map((cell) => {
        const lines = listIn(cell, 'source');
        return lines.filter((line) => typeof line === 'string').join('');
      })
      .join('\n');
  } catch {
    return text;
  }
}

/** A text counts as a list of one. */
function listIn(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = (Object.entries(value) as [string, unknown][]).find(([each]) => each === name)?.[1];
  return Array.isArray(inner) ? inner : [inner];
}

import * as vscode from 'vscode';

/**
 * REST Client's environments as the settings of the workspace have them, with what all of them share.
 * A stranger may have written these, and may have put a server of their own behind `kiwoomHost`.
 */
export function workspaceEnvironments(
  file: vscode.Uri,
): readonly Readonly<Record<string, string>>[] {
  const found = vscode.workspace
    .getConfiguration('rest-client', file)
    .inspect<unknown>('environmentVariables');
  return [found?.workspaceValue, found?.workspaceFolderValue].flatMap((value) => {
    const { $shared, ...environments } = record(value);
    const shared = texts($shared);
    const prefixed = Object.fromEntries(
      Object.entries(shared).map(([name, text]) => [`$shared ${name}`, text] as const),
    );
    return [{}, ...Object.values(environments)]
      .map((environment) => ({ ...shared, ...prefixed, ...texts(environment) }))
      .filter((variables) => Object.keys(variables).length > 0);
  });
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { readonly scope?: string }>>;
    }[];
  };
}

const root = path.resolve(import.meta.dirname, '../../../..');
const { capabilities, contributes } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
) as Manifest;
const declared = new Map(
  contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
);
const reader = path.join('src', 'vscode', 'shell', 'settings.ts');

function parse(file: string): ts.SourceFile {
  const text = readFileSync(path.join(root, file), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

function allIn<N extends ts.Node>(node: ts.Node, is: (node: ts.Node) => node is N): N[] {
  const below = node.getChildren().flatMap((child) => allIn(child, is));
  return is(node) ? [node, ...below] : below;
}

/** What the only function that reads settings can be asked for. */
function readSettings(): string[] {
  const type = allIn(parse(reader), ts.isTypeAliasDeclaration).find(
    ({ name }) => name.text === 'SettingId',
  );
  assert.ok(type);
  return allIn(type, ts.isStringLiteral).map(({ text }) => `kiwoom.${text}`);
}

/** What is done with this extension's own settings: `inspect`, `update` … */
function usesOfConfiguration(file: ts.SourceFile): string[] {
  const isOwn = (node: ts.Node): boolean =>
    ts.isCallExpression(node) &&
    node.expression.getText(file).endsWith('getConfiguration') &&
    /^$|^['"`]kiwoom/.test(node.arguments[0]?.getText(file) ?? '');
  const names = new Set(
    allIn(file, ts.isVariableDeclaration)
      .filter(({ initializer }) => initializer !== undefined && isOwn(initializer))
      .map(({ name }) => name.getText(file)),
  );
  return allIn(file, ts.isPropertyAccessExpression)
    .filter(({ expression }) => isOwn(expression) || names.has(expression.getText(file)))
    .map(({ name }) => name.text);
}

describe('A workspace', () => {
  it('has no say in a setting: each is the application’s', () => {
    const others = [...declared].filter(([, { scope }]) => scope !== 'application');
    assert.deepEqual(others, []);
  });

  it('has none before it is trusted either', () => {
    assert.deepEqual(
      [...capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
      [...declared.keys()].sort(),
    );
  });

  for (const group of ['gateway', 'agents', 'sharedTokens', 'endpoints']) {
    it(`finds no kiwoom.${group} that is read without being declared, or the other way round`, () => {
      const ofGroup = (names: Iterable<string>): string[] =>
        [...names].filter((name) => name.startsWith(`kiwoom.${group}.`)).sort();
      assert.ok(ofGroup(declared.keys()).length > 1);
      assert.deepEqual(ofGroup(readSettings()), ofGroup(declared.keys()));
    });
  }

  it('is not heard even where VS Code would let it speak: only the user’s own value is read', () => {
    const read = allIn(parse(reader), ts.isPropertyAccessExpression)
      .filter(({ expression }) => /\.inspect(<\w+>)?\(\w+\)$/.test(expression.getText()))
      .map(({ name }) => name.text);
    assert.deepEqual(read, ['globalValue']);
  });

  it('is not asked anywhere else in the source, where settings are only written', () => {
    const files = globSync('src/**/*.ts', { cwd: root }).filter((file) =>
      readFileSync(path.join(root, file), 'utf8').includes('getConfiguration'),
    );
    const uses = files.flatMap((file) =>
      usesOfConfiguration(parse(file)).map((use) => (file === reader ? `reader: ${use}` : use)),
    );
    assert.deepEqual([...new Set(uses)].sort(), ['reader: inspect', 'update']);
  });
});

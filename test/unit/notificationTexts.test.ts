import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '..', '..');
const korean = JSON.parse(
  readFileSync(path.join(root, 'media/l10n/bundle.l10n.ko.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** What VS Code shows of a notification before it is opened, in Latin characters; about 55. */
const lineWidth = 58;

/** As many Korean characters fit into the same line. */
const koreanPerLine = 38;

/** In the place of a placeholder. */
const sample = 'Mock 81234567';

const sources = globSync('src/vscode/**/*.ts', { cwd: root })
  .sort()
  .map((file) =>
    ts.createSourceFile(
      file,
      readFileSync(path.join(root, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    ),
  );

describe('What a notification says', () => {
  const texts = new Set(sources.flatMap(notificationTexts));

  it('is found', () => {
    assert.ok(texts.size > 20, `${texts.size} texts`);
  });

  for (const [language, inLanguage] of [
    ['English', (text: string) => text],
    ['Korean', (text: string) => korean[text] ?? ''],
  ] as const) {
    it(`fits into one line, or its first sentence does: ${language}`, () => {
      const long = [...texts]
        .map((text) => firstSentence(inLanguage(text)))
        .filter((text) => widthOf(text) > lineWidth)
        .map((text) => `${Math.round(widthOf(text))}: ${text}`);
      assert.deepEqual(long, []);
    });
  }
});

/** What VS Code shows of the line below an item of a list, in Latin characters; about 80. */
const detailWidth = 78;

describe('What the choices of a list say below their names', () => {
  const details = sources.flatMap(choiceDetails);

  it('is found', () => {
    assert.ok(details.length >= 5, `${details.length} texts`);
  });

  for (const [language, inLanguage] of [
    ['English', (text: string) => text],
    ['Korean', (text: string) => korean[text] ?? ''],
  ] as const) {
    it(`is seen whole: ${language}`, () => {
      const long = details
        .map(({ text, values }) => values.reduce(filled, inLanguage(text)))
        .filter((text) => widthOf(text) > detailWidth)
        .map((text) => `${Math.round(widthOf(text))}: ${text}`);
      assert.deepEqual(long, []);
    });
  }
});

function filled(text: string, value: string, index: number): string {
  return text.replace(`{${index}}`, value);
}

/** The English texts of `detail` beside `label`, with the values of their placeholders where they are literals. */
function choiceDetails(
  source: ts.SourceFile,
): readonly { readonly text: string; readonly values: readonly string[] }[] {
  return descendants(source)
    .filter(ts.isObjectLiteralExpression)
    .filter(({ properties }) => properties.some((each) => each.name?.getText() === 'label'))
    .flatMap(({ properties }) =>
      properties.filter((each) => each.name?.getText() === 'detail').flatMap(descendants),
    )
    .filter(ts.isCallExpression)
    .filter(({ expression }) => expression.getText() === 't')
    .map((call) => {
      const [text = '', ...values] = call.arguments.map((each) =>
        ts.isStringLiteralLike(each) ? each.text : sample,
      );
      return { text, values };
    });
}

/** The fact; what to do about it may follow. */
function firstSentence(text: string): string {
  return /^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text;
}

function widthOf(text: string): number {
  const filled = text.replace(/\{\d\}/g, sample);
  const wide = Array.from(filled.matchAll(/\p{Script=Hangul}/gu)).length;
  return filled.length - wide + (wide * lineWidth) / koreanPerLine;
}

function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  node.forEachChild((child) => {
    found.push(child, ...descendants(child));
  });
  return found;
}

/** The English texts that end in a notification: of its call, and what a failure says. */
function notificationTexts(source: ts.SourceFile): string[] {
  const nodes = descendants(source);
  const shown = nodes
    .filter(ts.isCallExpression)
    .filter(({ expression }) =>
      /\bshow(?:Information|Warning|Error)Message$/.test(expression.getText()),
    )
    .filter(({ arguments: [, options] }) => options?.getText().includes('modal') !== true)
    .flatMap(({ arguments: [message] }) => (message === undefined ? [] : textsOf(message, nodes)));
  const said = nodes
    .filter(ts.isPropertyAssignment)
    .filter(({ name }) => name.getText() === 'say')
    .flatMap(({ initializer }) => textsOf(initializer, []));
  return [...shown, ...said];
}

/** Texts in an expression, and in the functions and variables of the file that it names. */
function textsOf(expression: ts.Node, nodes: readonly ts.Node[]): string[] {
  const inside = [expression, ...descendants(expression)];
  const named = inside
    .filter(ts.isIdentifier)
    .flatMap(({ text }) =>
      nodes.filter(
        (node) =>
          (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) &&
          node.name?.getText() === text,
      ),
    );
  return [...inside, ...named.flatMap(descendants)].filter(ts.isCallExpression).flatMap((call) => {
    const [text] = call.arguments;
    return call.expression.getText() === 't' && text !== undefined && ts.isStringLiteralLike(text)
      ? [text.text]
      : [];
  });
}

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { noticeName } from '../../src/vscode/shell/noticeName.ts';

const root = path.join(import.meta.dirname, '..', '..');
const korean = JSON.parse(
  readFileSync(path.join(root, 'media/l10n/bundle.l10n.ko.json'), 'utf8'),
) as Readonly<Record<string, string>>;

/** What VS Code shows of a notification before it is opened, in Latin characters; about 55. */
const lineWidth = 58;

/** As many Korean characters fit into the same line. */
const koreanPerLine = 38;

const notifying =
  /\b(show(Information|Warning|Error)Message|withProgress)$|#warn$|\b(warnWithLog|tellOfGateway)$/;

/** These bring a button of their own; of progress, *Cancel*. */
const withButton = /\b(withProgress|warnWithLog|tellOfGateway)$/;

/** In the place of what is neither an account nor a time. */
const sample = 'Mock 81234567';

/** As the longest that a user can enter. */
const longLabels = ['W'.repeat(40), '장기투자용계좌'.repeat(6).slice(0, 40)];

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

const profile = { id: 'p', environment: 'mock', addedAt: 0, formerIds: [] } as const;

interface Said {
  readonly text: string;
  /** What the placeholders stand for, with the initial values of variables. */
  readonly values: readonly string[];
  /** VS Code shows the first line only: there are no buttons. */
  readonly oneLine: boolean;
}

describe('What a notification says', () => {
  const said = sources.flatMap(notificationTexts);

  it('is found, with and without buttons', () => {
    const texts = (oneLine: boolean) =>
      new Set(said.filter((each) => each.oneLine === oneLine).map(({ text }) => text));
    assert.ok(texts(false).size > 50, `${texts(false).size} with buttons`);
    assert.ok(texts(true).size > 15, `${texts(true).size} without`);
  });

  it('names an account by a name that is cut', () => {
    const whole = said.filter(({ values }) =>
      values.some((value) => /\bprofileName\(/.test(value)),
    );
    assert.deepEqual(
      whole.map(({ text }) => text),
      [],
    );
  });

  for (const [language, translate, tomorrow] of [
    ['English', (text: string) => text, 'tomorrow 19:28 KST'],
    ['Korean', (text: string) => korean[text] ?? '', '내일 19:28 KST'],
  ] as const) {
    const [longName = ''] = longLabels
      .map((label) => noticeName({ ...profile, label }, translate))
      .sort((one, other) => widthOf(other) - widthOf(one));

    const tooLong = (texts: readonly string[]): string[] =>
      texts
        .filter((text) => widthOf(text) > lineWidth)
        .map((text) => `${Math.round(widthOf(text))}: ${text}`);

    it(`fits into one line, or its first sentence does: ${language}`, () => {
      const facts = said.map(({ text, values }) =>
        withSamples(firstSentence(translate(text)), values, { name: sample, time: tomorrow }),
      );
      assert.deepEqual(tooLong([...new Set(facts)]), []);
    });

    it(`fits into one line as a whole without buttons, whatever the account is called: ${language}`, () => {
      const whole = said
        .filter(({ oneLine }) => oneLine)
        .map(({ text, values }) =>
          withSamples(translate(text), values, { name: longName, time: tomorrow }),
        );
      assert.deepEqual(tooLong([...new Set(whole)]), []);
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

function withSamples(
  text: string,
  values: readonly string[],
  { name, time }: { readonly name: string; readonly time: string },
): string {
  return text.replace(/\{(\d)\}/g, (_match, index: string) => {
    const value = values[Number(index)] ?? '';
    if (value.includes('noticeName') || value === 'name') return name;
    return value.includes('formatShortTime') ? time : sample;
  });
}

function widthOf(text: string): number {
  const wide = Array.from(text.matchAll(/\p{Script=Hangul}/gu)).length;
  return text.length - wide + (wide * lineWidth) / koreanPerLine;
}

function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  node.forEachChild((child) => {
    found.push(child, ...descendants(child));
  });
  return found;
}

/** What ends in a notification: the texts of its call, and what a failure says. */
function notificationTexts(source: ts.SourceFile): Said[] {
  const nodes = descendants(source);
  const shown = nodes
    .filter(ts.isCallExpression)
    .filter(({ expression }) => notifying.test(expression.getText()))
    .filter(({ arguments: [, options] }) => options?.getText().includes('modal') !== true)
    .flatMap(({ expression, arguments: [message, ...others] }) =>
      message === undefined
        ? []
        : textsOf(message, nodes, others.length === 0 && !withButton.test(expression.getText())),
    );
  const said = nodes
    .filter(ts.isPropertyAssignment)
    .filter(({ name }) => name.getText() === 'say')
    .flatMap(({ initializer, parent }) =>
      textsOf(initializer, nodes, /\bactions: \[\]/.test(parent.getText())),
    );
  return [...shown, ...said];
}

/** Texts in an expression, and in the functions and variables of the file that it names. */
function textsOf(expression: ts.Node, nodes: readonly ts.Node[], oneLine: boolean): Said[] {
  const named = (node: ts.Node): ts.Node[] =>
    [node, ...descendants(node)].filter(ts.isIdentifier).flatMap(({ text }) => {
      return nodes
        .filter((each) => ts.isFunctionDeclaration(each) || ts.isVariableDeclaration(each))
        .filter(({ name }) => name?.getText() === text);
    });
  return [expression, ...named(expression)]
    .flatMap((node) => [node, ...descendants(node)])
    .filter(ts.isCallExpression)
    .flatMap((call) => {
      const [text, ...values] = call.arguments;
      if (call.expression.getText() !== 't' || text === undefined) return [];
      if (!ts.isStringLiteralLike(text)) return [];
      const valueOf = (value: ts.Node): string =>
        [value, ...named(value).filter(ts.isVariableDeclaration)]
          .map((each) => each.getText())
          .join(' ');
      return [{ text: text.text, values: values.map(valueOf), oneLine }];
    });
}

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A call of `t`, the function that turns English into the user's language. */
interface Call {
  /** File and line. */
  readonly at: string;
  /** `undefined`: the first argument is computed, so nobody can know what to translate. */
  readonly text: string | undefined;
  /** How many values fill the placeholders; `undefined`: a spread, which nobody can count. */
  readonly values: number | undefined;
}

type Texts = Readonly<Record<string, string>>;

const root = path.join(import.meta.dirname, '..', '..');

/** The one file whose `t` takes what it is given. */
const localize = path.join('src', 'vscode', 'shell', 'localize.ts');

/** Where texts are shown. */
const userInterface = path.join('src', 'vscode', path.sep);
const composition = path.join('src', 'composition', path.sep);
const entryPoint = path.join('src', 'extension.ts');

/** Names, which are the same in Korean. */
const sameInKorean = new Set(['Kiwoom REST Auth (unofficial)']);

/** The length that keys have. */
const neverOne = new Set([
  'An app key usually has {0} characters, this one has {1}. Press Enter to use it anyway.',
  'A secret key usually has {0} characters, this one has {1}. Press Enter to use it anyway.',
]);

const sources = globSync('src/**/*.ts', { cwd: root }).sort().map(parseFile);
const calls = sources.filter(({ fileName }) => fileName !== localize).flatMap(callsOfT);
const korean = readTexts('media/l10n/bundle.l10n.ko.json');
const manifest = readText('package.json');
const manifestEnglish = readTexts('package.nls.json');
const manifestKorean = readTexts('package.nls.ko.json');

describe('Texts for people', () => {
  describe('in the source', () => {
    it('are written out where they are used, so that they can be found and translated', () => {
      assert.ok(calls.length > 0);
      const computed = calls.filter(({ text }) => text === undefined);
      assert.deepEqual(
        computed.map(({ at }) => at),
        [],
      );
    });

    it('have a value for each placeholder and a placeholder for each value', () => {
      const wrong = calls.flatMap(({ at, text = '', values }) =>
        values === placeholders(text).length && areCounted(placeholders(text))
          ? []
          : [`${at}: ${text} ← ${values ?? 'a spread of'} value(s)`],
      );
      assert.deepEqual(wrong, []);
    });

    it('count one thing in the singular', () => {
      const things =
        /\{\d\} (character|token|account|key|file|request|computer|program|window|field|tim|hour|minute)e?s\b/;
      const texts = new Set(calls.map(({ text = '' }) => text));
      const plural = [...texts].filter((text) => things.test(text) && !neverOne.has(text));
      const alone = plural.filter((text) => !texts.has(text.replace(things, '1 $1')));
      assert.deepEqual(alone, []);
    });

    it('are all handed to t', () => {
      const shown = sources.filter(
        ({ fileName }) =>
          fileName === entryPoint ||
          fileName.startsWith(composition) ||
          fileName.startsWith(userInterface),
      );
      assert.ok(shown.length > 1);
      assert.deepEqual(shown.flatMap(untranslated), []);
    });
  });

  describe('in the Korean bundle', () => {
    it('are there for every English text', () => {
      const missing = new Map(
        calls.flatMap(({ at, text }) =>
          text === undefined || text in korean ? [] : [[text, at] as const],
        ),
      );
      assert.deepEqual([...missing], []);
    });

    it('are all still used', () => {
      const used = new Set(calls.map(({ text }) => text));
      const unused = Object.keys(korean).filter((text) => !used.has(text));
      assert.deepEqual(unused, []);
    });

    it('have the placeholders of the English text', () => {
      const wrong = Object.entries(korean).filter(
        ([english, translated]) =>
          placeholders(english).join(' ') !== placeholders(translated).join(' '),
      );
      assert.deepEqual(wrong, []);
    });

    it('are Korean', () => {
      assert.deepEqual(untranslatedEntries(Object.entries(korean)), []);
    });

    it('hang no particle on a placeholder, whose last sound would choose it', () => {
      // Both forms fit any noun: "은(는)".
      const chosen = /\}”?(?:은|는|이|가|을|를|과|와|로|으로)(?![가-힣(])/;
      const hanging = Object.values(korean).filter((text) => chosen.test(text));
      assert.deepEqual(hanging, []);
    });

    it('call a thing what the command palette calls it', () => {
      const palette = new Map(
        Object.entries(manifestEnglish).map(([key, text]) => [text, manifestKorean[key]]),
      );
      const different = Object.entries(korean).filter(
        ([english, translated]) => (palette.get(english) ?? translated) !== translated,
      );
      assert.deepEqual(different, []);
    });
  });

  describe('in the manifest', () => {
    const named = new Set(Array.from(manifest.matchAll(/"%([^%"]+)%"/g), ([, key = '']) => key));

    for (const [language, texts] of [
      ['English', manifestEnglish],
      ['Korean', manifestKorean],
    ] as const) {
      it(`are there in ${language}, each of them used`, () => {
        assert.deepEqual(Object.keys(texts).sort(), [...named].sort());
      });
    }

    it('come in the same order in both languages', () => {
      assert.deepEqual(Object.keys(manifestKorean), Object.keys(manifestEnglish));
    });

    it('are Korean in the Korean file', () => {
      const pairs = Object.entries(manifestKorean)
        .filter(([key]) => !isPicture(key))
        .map(([key, text]) => [manifestEnglish[key] ?? key, text] as const);
      assert.deepEqual(untranslatedEntries(pairs), []);
    });

    it('name pictures that are there, one for each language', () => {
      const pictures = [manifestEnglish, manifestKorean].map((texts) =>
        Object.entries(texts).flatMap(([key, file]) => (isPicture(key) ? [file] : [])),
      );
      const [english = [], translated = []] = pictures;
      assert.ok(english.length > 0);
      assert.deepEqual(
        translated,
        english.map((file) => file.replace(/\.png$/, '.ko.png')),
      );
      assert.deepEqual(
        pictures.flat().filter((file) => !existsSync(path.join(root, file))),
        [],
      );
    });

    it('have their longer pages in Korean too', () => {
      const pages = Array.from(manifest.matchAll(/"([^"]+)\.md"/g), ([, page = '']) => page);
      assert.ok(pages.length > 0);
      for (const page of pages) {
        assert.doesNotMatch(readText(`${page}.md`), /\p{Script=Hangul}/u);
        assert.match(readText(`${page}.nls.ko.md`), /\p{Script=Hangul}/u);
      }
    });
  });
});

describe('The search for texts', () => {
  const callsIn = (source: string) => callsOfT(parse('here.ts', source));
  const untranslatedIn = (source: string) => untranslated(parse('here.ts', source));

  it('finds calls over several lines and within other calls', () => {
    const found = callsIn("const f = () => say(\n t(\n  'One {0}',\n  t('Two'),\n ),\n);");
    assert.deepEqual(found, [
      { at: 'here.ts:2', text: 'One {0}', values: 1 },
      { at: 'here.ts:4', text: 'Two', values: 0 },
    ]);
  });

  it('finds a t that is a member', () => {
    assert.deepEqual(
      callsIn("parts.t('One'); this.#t('Two'); l10n.t('Three');").map(({ text }) => text),
      ['One', 'Two', 'Three'],
    );
  });

  it('tells a text that is computed and values that are spread', () => {
    assert.deepEqual(callsIn('t(`One ${two}`, ...three);'), [
      { at: 'here.ts:1', text: undefined, values: undefined },
    ]);
  });

  for (const source of [
    "showErrorMessage('It failed.')",
    "window.showWarningMessage(message, { modal: true, detail: 'It failed.' })",
    "window.showInformationMessage(t('Done'), 'Undo')",
    "window.showInformationMessage(bad ? 'It failed.' : t('Done'))",
    "choose({ placeholder: 'which account' })",
    'choose({ title: `Token of ${name}` })',
    "items.map(() => ({ label: '$(add) Add' }))",
    "item.tooltip = found ?? '토큰'",
  ]) {
    it(`notices ${source}`, () => {
      assert.equal(untranslatedIn(source).length, 1);
    });
  }

  for (const source of [
    "showErrorMessage(t('It failed.'))",
    "choose({ title: 'Kiwoom', label: `$(add) ${t('Add')}`, detail: `${one} · ${two}` })",
    "reader({ label: 'appkey' })",
    "log.error('It failed.')",
  ]) {
    it(`lets ${source} be`, () => {
      assert.deepEqual(untranslatedIn(source), []);
    });
  }
});

/** The manifest names a picture by language as it does a text. */
function isPicture(key: string): boolean {
  return key.endsWith('.image');
}

function readText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function readTexts(file: string): Texts {
  return JSON.parse(readText(file)) as Texts;
}

function parseFile(file: string): ts.SourceFile {
  return parse(file, readText(file));
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  node.forEachChild((child) => {
    found.push(child, ...descendants(child));
  });
  return found;
}

function position(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** `f` of both `f()` and `a.b.f()`. */
function nameOfCallee({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

function callsOfT(source: ts.SourceFile): Call[] {
  return descendants(source)
    .filter(ts.isCallExpression)
    .filter((call) => ['t', '#t'].includes(nameOfCallee(call)))
    .map((call) => {
      const [text, ...values] = call.arguments;
      return {
        at: position(call),
        text: text !== undefined && ts.isStringLiteralLike(text) ? text.text : undefined,
        values: values.some(ts.isSpreadElement) ? undefined : values.length,
      };
    });
}

/** The distinct placeholders, in order of their numbers. */
function placeholders(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{([^}]*)\}/g), ([, name = '']) => name))].sort();
}

/** `0`, `1`, … without a gap. */
function areCounted(names: readonly string[]): boolean {
  return names.every((name, index) => name === String(index));
}

/** Pairs whose second text, which should be Korean, is empty, has no Korean in it, or is the first. */
function untranslatedEntries(pairs: readonly (readonly [string, string])[]) {
  return pairs.filter(
    ([english, translated]) =>
      !sameInKorean.has(english) &&
      (translated === english || !/\p{Script=Hangul}/u.test(translated)),
  );
}

const showingCalls: ReadonlySet<string> = new Set([
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
  'setStatusBarMessage',
  'appendMarkdown',
  'appendText',
  'confirm',
  'withProgress',
]);

const shownProperties: ReadonlySet<string> = new Set([
  'placeholder',
  'placeHolder',
  'prompt',
  'title',
  'label',
  'description',
  'detail',
  'message',
  'tooltip',
  'openLabel',
]);

/** What people would read in English whatever their language is. */
function untranslated(source: ts.SourceFile): string[] {
  return descendants(source)
    .flatMap(shownExpressions)
    .flatMap(literals)
    .filter((literal) => isForPeople(literal.text))
    .map((literal) => `${position(literal)}: ${literal.text}`);
}

function shownExpressions(node: ts.Node): ts.Expression[] {
  if (ts.isCallExpression(node)) {
    return showingCalls.has(nameOfCallee(node)) ? [...node.arguments] : [];
  }
  if (ts.isPropertyAssignment(node)) {
    return shownProperties.has(node.name.getText()) ? [node.initializer] : [];
  }
  const assigned =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left) &&
    shownProperties.has(node.left.name.text);
  return assigned ? [node.right] : [];
}

/** The pieces of text that an expression may result in, without those handed to other functions. */
function literals(expression: ts.Node): ts.LiteralLikeNode[] {
  if (ts.isStringLiteralLike(expression)) return [expression];
  if (ts.isTemplateExpression(expression)) {
    const { head, templateSpans } = expression;
    return [head, ...templateSpans.flatMap((span) => [...literals(span.expression), span.literal])];
  }
  if (ts.isConditionalExpression(expression)) {
    return [expression.whenTrue, expression.whenFalse].flatMap(literals);
  }
  if (ts.isBinaryExpression(expression)) {
    return [expression.left, expression.right].flatMap(literals);
  }
  return ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)
    ? literals(expression.expression)
    : [];
}

/** Several words, a capitalised one or a Korean one; icons and names are not words. */
function isForPeople(text: string): boolean {
  const words = text.replace(/\$\([a-z~-]+\)|\bKiwoom\b/g, '').trim();
  return /\p{L}.*\s|\s.*\p{L}|\p{Lu}|\p{Script=Hangul}/u.test(words);
}

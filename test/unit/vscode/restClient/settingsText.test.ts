import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import type { EnvironmentTokens } from '../../../../src/core/handover/sharedSettingTokens.ts';
import {
  changeEnvironments,
  type SettingsEdit,
  tokensIn,
} from '../../../../src/vscode/restClient/environmentTokens.ts';
import {
  agrees,
  editSettings as edit,
  ownSetting,
  hasCommentedEnvironments,
} from '../../../../src/vscode/restClient/settingsText.ts';
import {
  restored,
  withEnvironments as ignored,
} from '../../../../src/vscode/restClient/syncExclusion.ts';

const tokens = { real: 'r'.repeat(86), mock: 'm'.repeat(86) };

const mine = `// mine
{
\t"editor.fontSize": 13, // small
\t"settingsSync.ignoredSettings": [
\t\t"editor.fontSize" // per machine
\t],
\t"rest-client.environmentVariables": {
\t\t/* for all */
\t\t"$shared": { "a": "1" },
\t\t"kiwoom-mock": {
\t\t\t// a note of mine
\t\t\t"kiwoomHost": "http://127.0.0.1:1", // the simulator
\t\t},
\t\t"other": {},
\t},
}
`;

/** Puts these tokens there, whatever stands there. */
function editSettings(
  text: string,
  wanted: EnvironmentTokens,
  others: Partial<SettingsEdit> = {},
): string | undefined {
  return edit(text, { tokens: () => wanted, ...others });
}

interface Settings {
  readonly 'rest-client.environmentVariables': Record<string, Record<string, string>>;
  readonly 'settingsSync.ignoredSettings': string[];
}

function settingsOf(text: string | undefined): Settings {
  assert.ok(text !== undefined);
  return parse(text, [], { allowTrailingComma: true }) as Settings;
}

describe('The tokens in the text of settings.json', () => {
  it('are written under our key, all else staying as it was', () => {
    const edited = editSettings(mine, tokens, { ignored });
    assert.deepEqual(settingsOf(edited)['rest-client.environmentVariables'], {
      $shared: { a: '1' },
      'kiwoom-mock': { kiwoomHost: 'http://127.0.0.1:1', kiwoomToken: tokens.mock },
      other: {},
      'kiwoom-real': { kiwoomToken: tokens.real },
    });
    const comments = [...mine.matchAll(/\/\/ [a-z ]+|\/\*.*?\*\//g)].map(([comment]) => comment);
    assert.equal(comments.length, 6);
    assert.deepEqual(
      comments.filter((comment) => edited?.includes(comment) !== true),
      [],
    );
    assert.match(edited ?? '', /^\t"editor\.fontSize": 13, \/\/ small$/m);
  });

  it('are kept from Settings Sync, beside what the user keeps from it', () => {
    const ignoredIn = (text: string): string[] =>
      settingsOf(editSettings(text, tokens, { ignored }))['settingsSync.ignoredSettings'];
    const ours = 'rest-client.environmentVariables';
    assert.deepEqual(ignoredIn(mine), ['editor.fontSize', ours]);
    assert.deepEqual(ignoredIn('{}'), [ours]);
    assert.deepEqual(ignoredIn(`{"settingsSync.ignoredSettings": ["${ours}", "b"]}`), [ours, 'b']);
    assert.deepEqual(ignoredIn(`{"settingsSync.ignoredSettings": ["a", "-${ours}"]}`), ['a', ours]);
    assert.deepEqual(ignoredIn('{"sync.ignoredSettings": ["a"]}'), ['a', ours]);
    assert.deepEqual(ignoredIn('{"settingsSync.ignoredSettings": null}'), [ours]);
  });

  it('change nothing when they are there already', () => {
    const once = editSettings(mine, tokens, { ignored });
    assert.ok(once !== undefined);
    assert.equal(editSettings(once, tokens, { ignored }), once);
    assert.equal(editSettings(mine, {}), mine);
  });

  it('go again, leaving their environments', () => {
    const without = editSettings(editSettings(mine, tokens, { ignored }) ?? '', {});
    assert.deepEqual(settingsOf(without)['rest-client.environmentVariables'], {
      $shared: { a: '1' },
      'kiwoom-mock': { kiwoomHost: 'http://127.0.0.1:1' },
      other: {},
      'kiwoom-real': {},
    });
    assert.match(without ?? '', /a note of mine/);
  });

  it('are replaced one by one', () => {
    const changed = editSettings(
      editSettings(mine, tokens, { ignored }) ?? '',
      { real: 'next' },
      { ignored },
    );
    assert.deepEqual(tokensIn(settingsOf(changed)['rest-client.environmentVariables']), {
      real: 'next',
    });
  });

  it('begin a file that is empty', () => {
    for (const text of ['', '\n', '{}', '// nothing yet\n{\n}\n']) {
      const edited = editSettings(text, tokens, { ignored });
      assert.deepEqual(
        tokensIn(settingsOf(edited)['rest-client.environmentVariables']),
        tokens,
        text,
      );
    }
  });

  it('follow the line ends and the indentation of the file', () => {
    const edited = editSettings('{\r\n  "a": 1\r\n}\r\n', tokens, { ignored }) ?? '';
    assert.doesNotMatch(edited, /[^\r]\n/);
    assert.match(edited, /^ {2}"rest-client/m);
  });

  it('are not written where the text is damaged or something else stands in the place', () => {
    for (const text of [
      '{ "a": ',
      '[]',
      'nonsense',
      '{ "rest-client.environmentVariables": [] }',
      '{ "rest-client.environmentVariables": { "kiwoom-real": "x" } }',
    ]) {
      assert.equal(editSettings(text, tokens, { ignored }), undefined, text);
    }
  });

  it('leave together with the setting that asked for them, and nothing else goes', () => {
    const on = mine.replace('{', `{\n\t"${ownSetting}": true,`);
    const turnsOff = { turnsOff: true };
    const held = editSettings(on, tokens) ?? '';
    assert.deepEqual(
      settingsOf(editSettings(held, {}, turnsOff)),
      settingsOf(editSettings(editSettings(mine, tokens) ?? '', {})),
    );
    assert.equal(editSettings(on, {}, turnsOff), mine);
    assert.equal(editSettings(mine, {}, turnsOff), mine);
  });

  it('leave a file to the letter as it was before they came, Settings Sync included', () => {
    const own = `{
  // per machine
  "settingsSync.ignoredSettings": [
    "editor.fontSize" // mine
  ],
  "rest-client.environmentVariables": {
    "kiwoom-real": {
    },
    "kiwoom-mock": {
      "kiwoomHost": "http://127.0.0.1:1" // the simulator
    } // end of mock
    // nothing else
  } // end
  // last words
}
`;
    for (const text of [
      own,
      own.replaceAll('\n', '\r\n'),
      own.replace('127.0.0.1:1" //', '127.0.0.1:1", //'),
      own.replace('"editor.fontSize" // mine', ''),
      own.replace('"settingsSync.ignoredSettings"', '"other"'),
    ]) {
      const before = (parse(text, [], { allowTrailingComma: true }) as Partial<Settings>)[
        'settingsSync.ignoredSettings'
      ];
      const added = editSettings(text, tokens, { ignored }) ?? '';
      assert.notEqual(added, text);
      const back = (list: unknown, former: unknown): unknown => restored(list, former, before);
      assert.equal(editSettings(added, {}, { ignored: back }), text);
    }
  });

  it('leave the comments that stand beside them', () => {
    const text = `{
  "rest-client.environmentVariables": {
    "kiwoom-real": { /* first */ "kiwoomToken": "t" /* last */ },
    "kiwoom-mock": {
      "kiwoomHost": "http://127.0.0.1:1", // the simulator
      // by hand
      "kiwoomToken": "t" // ours
      // a thought
    }
  }
}
`;
    assert.equal(
      editSettings(text, {}),
      `{
  "rest-client.environmentVariables": {
    "kiwoom-real": { /* first */  /* last */ },
    "kiwoom-mock": {
      "kiwoomHost": "http://127.0.0.1:1" // the simulator
      // by hand
       // ours
      // a thought
    }
  }
}
`,
    );
  });

  it('are not looked for twice: what is named twice is left alone', () => {
    const twice = (text: string): string => `{ ${text}, ${text} }`;
    const environment = '"kiwoom-mock": { "kiwoomToken": "t" }';
    for (const text of [
      twice('"rest-client.environmentVariables": {}'),
      twice('"settingsSync.ignoredSettings": []'),
      `{ "rest-client.environmentVariables": ${twice(environment)} }`,
      `{ "rest-client.environmentVariables": { "kiwoom-mock": ${twice('"kiwoomToken": "t"')} } }`,
    ]) {
      assert.equal(editSettings(text, {}), undefined, text);
    }
  });

  it('are chosen by those that stand there', () => {
    const text = editSettings(mine, tokens) ?? '';
    let seen: EnvironmentTokens = {};
    const edited = edit(text, { tokens: (there) => (seen = there) });
    assert.deepEqual(seen, tokens);
    assert.equal(edited, text);
  });

  it('leave the addresses of the user alone, and take out one of a gateway', () => {
    const port = 'http://127.0.0.1:4711';
    const hosts = () => ({ real: `${port}/real`, mock: `${port}/mock` });
    // Its simulator stands in kiwoom-mock.
    const held = edit(mine, { hosts }) ?? '';
    assert.deepEqual(settingsOf(held)['rest-client.environmentVariables'], {
      ...settingsOf(mine)['rest-client.environmentVariables'],
      'kiwoom-real': { kiwoomHost: `${port}/real` },
    });
    assert.ok(agrees(held, settingsOf(mine)['rest-client.environmentVariables']));
    const moved = held.replaceAll('4711', '4712');
    assert.equal(edit(moved, { hosts }), held);
    const without = settingsOf(edit(moved, { hosts: () => ({}) }));
    assert.deepEqual(without['rest-client.environmentVariables'], {
      ...settingsOf(mine)['rest-client.environmentVariables'],
      'kiwoom-real': {},
    });
  });

  it('take no other address for one of a gateway', () => {
    for (const url of ['http://127.0.0.1:1', 'http://127.0.0.1:1/mock', 'http://10.0.0.1:1/real']) {
      const text = JSON.stringify({
        'rest-client.environmentVariables': { 'kiwoom-real': { kiwoomHost: url } },
      });
      assert.equal(edit(text, { hosts: () => ({}) }), text);
      assert.equal(edit(text, { hosts: () => ({ real: 'http://127.0.0.1:2/real' }) }), text);
    }
  });

  it('do not follow names that mean something to JavaScript', () => {
    const text =
      '{ "__proto__": { "polluted": 1 }, "rest-client.environmentVariables": { "__proto__": {} } }';
    const edited = editSettings(text, tokens, { ignored }) ?? '';
    assert.match(edited, /"__proto__": \{\s*"polluted": 1\s*\}/);
    assert.equal('polluted' in {}, false);
    assert.equal('kiwoomToken' in {}, false);
  });

  it('are the same by the configuration API, in any settings', () => {
    const variables = fc.dictionary(
      fc.constantFrom('$shared', 'kiwoom-real', 'kiwoom-mock', 'x'),
      fc.dictionary(fc.constantFrom('kiwoomToken', 'kiwoomHost', 'y'), fc.string(), {
        noNullPrototype: true,
      }),
      { noNullPrototype: true },
    );
    const wanted = fc.record(
      { real: fc.stringMatching(/^\w+$/), mock: fc.stringMatching(/^\w+$/) },
      { requiredKeys: [], noNullPrototype: true },
    );
    fc.assert(
      fc.property(variables, wanted, (value, some) => {
        const text = JSON.stringify({ 'rest-client.environmentVariables': value });
        const edited = settingsOf(editSettings(text, some))['rest-client.environmentVariables'];
        const changed = changeEnvironments(value, { tokens: () => some })?.value;
        assert.deepEqual(edited, changed);
        assert.deepEqual(tokensIn(changed), some);
        assert.ok(agrees(text, changed), 'our own key is no disagreement');
      }),
    );
  });
});

describe('The file of the user settings', () => {
  it('says whether comments stand in the environments', () => {
    const text = (inside: string): string =>
      `{ /* no */ "rest-client.environmentVariables": {${inside}} // no\n}`;
    for (const none of ['{}', text(''), text('"a": { "b": "// no" }')]) {
      assert.ok(!hasCommentedEnvironments(none), none);
    }
    assert.ok(hasCommentedEnvironments(text('// yes\n')));
    assert.ok(hasCommentedEnvironments(text('"a": {} /* yes */')));
  });

  it('is known by what VS Code says is in effect', () => {
    const inEffect = settingsOf(mine)['rest-client.environmentVariables'];
    assert.ok(agrees(mine, inEffect));
    assert.ok(!agrees('{}', inEffect));
    assert.ok(!agrees(mine, { ...inEffect, another: {} }));
    assert.ok(agrees('{}', undefined));
    assert.ok(!agrees('{ broken', undefined));
  });
});

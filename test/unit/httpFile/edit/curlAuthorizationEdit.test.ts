import assert from 'node:assert/strict';
import { authorizationEdit } from '../../../../src/httpFile/edit/authorizationEdit.ts';
import { bearer, type Case, check, edited } from './cursorCases.ts';

const curlCommands: Case[] = [
  { when: 'it is on one line', before: 'curl x¦', after: 'curl x -H "<auth>"' },
  {
    when: 'it has other headers',
    before: `curl -X POST x -H "A: 1" -d '{"a": 1}'¦\n`,
    after: `curl -X POST x -H "A: 1" -d '{"a": 1}' -H "<auth>"\n`,
  },
  {
    when: 'it is on several lines',
    before: "curl -X POST x \\\r\n    -H 'A: 1' \\\r\n    -d '{\r\n¦  }'\r\n\r\n### b\r\n",
    after:
      "curl -X POST x \\\r\n    -H 'A: 1' \\\r\n    -d '{\r\n  }' \\\r\n    -H \"<auth>\"\r\n\r\n### b\r\n",
  },
  {
    when: 'its lines are joined without indentation',
    before: 'curl \\\n¦x',
    after: 'curl \\\nx \\\n  -H "<auth>"',
  },
  {
    when: 'its last line says that another one follows',
    before: 'curl x \\\n  -k \\¦\n',
    after: 'curl x \\\n  -k \\\n  -H "<auth>" \\\n',
  },
  {
    when: 'its lines are joined as in a Windows command prompt',
    before: 'curl -X POST x ^\n  -H "A: 1" ^\n  -k¦\n',
    after: 'curl -X POST x ^\n  -H "A: 1" ^\n  -k ^\n  -H "<auth>"\n',
  },
  {
    when: 'its lines are joined as in PowerShell, and the last says that another one follows',
    before: 'curl.exe x `\n  -k `¦\n\n',
    after: 'curl.exe x `\n  -k `\n  -H "<auth>" `\n\n',
  },
  {
    when: 'its output goes to another program',
    before: "curl x -d '{}' | jq '.a | .b'¦\n",
    after: "curl x -d '{}' -H \"<auth>\" | jq '.a | .b'\n",
  },
  {
    when: 'no blank stands before the pipe',
    before: "curl¦ x -d '{}'|jq .\n",
    after: 'curl x -d \'{}\' -H "<auth>"|jq .\n',
  },
  {
    when: 'the pipe stands on a line of its own',
    before: 'curl x \\\n  -k \\\n  | jq -H .¦\n\n',
    after: 'curl x \\\n  -k \\\n  -H "<auth>" \\\n  | jq -H .\n\n',
  },
  {
    when: 'its output goes to a file, or another command follows',
    before: 'curl x -k > a.json¦ && cat a.json ; true\n',
    after: 'curl x -k -H "<auth>" > a.json && cat a.json ; true\n',
  },
  {
    when: 'what parts commands elsewhere stands in quotes or in a word',
    before: `curl x?a=1&b=2 -H "A:1;b" -d '|' ">"¦`,
    after: `curl x?a=1&b=2 -H "A:1;b" -d '|' ">" -H "<auth>"`,
  },
  {
    when: 'a comment line stands in it',
    before: 'curl x \\\n# -H "Authorization: a" \\\n  -k¦',
    after: 'curl x \\\n# -H "Authorization: a" \\\n  -k \\\n  -H "<auth>"',
  },
  {
    when: 'a quote is never closed',
    before: "curl x¦ -d '{\n",
    after: 'curl x -H "<auth>" -d \'{\n',
  },
  { when: 'its last option is being typed', before: 'curl x -H¦', after: 'curl x -H "<auth>"' },
  { when: 'nothing but its name is there', before: 'curl¦', after: 'curl -H "<auth>"' },
  {
    when: 'its header is in single quotes',
    before: "curl x¦ -H 'authorization:  a' -k",
    after: `curl x -H 'authorization:  ${bearer}' -k`,
  },
  {
    when: 'its header is in double quotes',
    before: 'curl x¦ --header "Authorization: a"',
    after: 'curl x --header "<auth>"',
  },
  {
    when: 'its header is empty',
    before: 'curl x¦ -H "Authorization:"',
    after: 'curl x -H "<auth>"',
  },
  {
    when: 'its header is not quoted',
    before: 'curl¦ -H authorization:a x',
    after: `curl -H "authorization: ${bearer}" x`,
  },
  {
    when: 'its header is attached to a long option',
    before: 'curl¦ --header="Authorization: a" x',
    after: 'curl --header="<auth>" x',
  },
  {
    when: 'its header is attached to a long option without quotes',
    before: 'curl¦ --header=Authorization:a x',
    after: 'curl --header="<auth>" x',
  },
  {
    when: 'its header is attached to short options',
    before: 'curl¦ -sHAuthorization:a x',
    after: 'curl -sH "<auth>" x',
  },
  {
    when: 'its header is quoted with escapes',
    before: 'curl¦ -H "Authorization: \\"a\\"" x',
    after: 'curl -H "<auth>" x',
  },
  {
    when: "its header is in bash's quotes",
    before: "curl¦ -H $'Authorization: a' x",
    after: 'curl -H "<auth>" x',
  },
  {
    when: 'its header goes over two lines',
    before: "curl¦ -H 'Authorization: a\n  b' x",
    after: 'curl -H "<auth>" x',
  },
  {
    when: 'it has several',
    before:
      "curl x¦ \\\n  -H 'Authorization: a' -H 'authorization: b' \\\n  -H 'Authorization: c' \\\n  -k \\\n  -H 'authorization: d'",
    after: `curl x \\\n  -H '<auth>' \\\n  -k`,
  },
  {
    when: 'a comment line stands above one of several',
    before: "curl x¦ -H 'Authorization: a' \\\n# b\n  -H 'authorization: c' -k",
    after: "curl x -H '<auth>' \\\n# b\n   -k",
  },
  { when: 'it names a user', before: 'curl x¦ -u a:b', after: 'curl x -u a:b -H "<auth>"' },
  { when: 'it is right already', before: 'curl x¦ -H "<auth>"', after: 'curl x -H "<auth>"' },
];

describe('Inserting an authorization header into a cURL command', () => {
  for (const each of curlCommands) {
    it(`leaves one header where ${each.when}`, () => {
      check(each);
    });
  }

  it('writes any value so that it is read back', () => {
    const values = ['a', 'a"b', "a'b", `a"b'c`, 'a\\b', 'a`b', `\\"'`, '{{x}}', 'a:b=c'];
    for (const before of [
      '',
      '-H Authorization:x',
      '-H "Authorization: x"',
      "-H 'Authorization: x'",
    ]) {
      for (const value of values) {
        const text = edited(`curl y ${before}`, 0, value) ?? '';
        assert.equal(authorizationEdit(text, 0, value).kind, 'unchanged', text);
      }
    }
  });
});

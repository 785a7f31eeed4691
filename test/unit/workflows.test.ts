import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../.github/workflows');
const manifest = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as { readonly scripts: Readonly<Record<string, string>> };

describe('The workflows', () => {
  for (const file of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8');

    it(`pin each action by the hash of a commit: ${file}`, () => {
      const used = [...text.matchAll(/uses: (\S+)(.*)/g)];
      assert.ok(used.length > 0);
      for (const [, action = '', remark = ''] of used) {
        assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
        assert.match(remark, /^ # v\d/, 'says which version it is');
      }
    });

    it(`may read the contents and nothing else unless a job says so: ${file}`, () => {
      assert.match(text, /^permissions:\n {2}contents: read\n\n/m);
      assert.doesNotMatch(text, /contents: write|pull_request_target/);
    });

    it(`run scripts that there are: ${file}`, () => {
      const scripts = [...text.matchAll(/npm run (\S+)/g)].map(([, script = '']) => script);
      assert.deepEqual(
        scripts.filter((script) => manifest.scripts[script] === undefined),
        [],
      );
    });

    it(`hand a secret to the step that needs it only: ${file}`, () => {
      const jobEnvironment = /^ {4}env:/m;
      assert.doesNotMatch(text, jobEnvironment);
    });
  }
});

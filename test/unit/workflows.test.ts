import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const folder = path.resolve(import.meta.dirname, '../../.github/workflows');
const manifest = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as { readonly scripts: Readonly<Record<string, string>> };

interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string }[];
}

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

    it(`give no job that builds or tests an identity of this repository: ${file}`, () => {
      const { jobs } = parse(text) as Workflow;
      for (const [name, { permissions = {}, steps }] of Object.entries(jobs)) {
        if (permissions['id-token'] === undefined) continue;
        const commands = steps.map(({ run = '' }) => run).join('\n');
        assert.doesNotMatch(commands, /npm run|\.ci\/run|npm ci(?! --ignore-scripts)/, name);
      }
    });
  }
});

import assert from 'node:assert/strict';
import { glob, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { pictureBytes } from '../bench/sizes.ts';
import { startUpBundleBytes } from '../bench/startUpBundle.ts';

const project = path.resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

async function manifest(): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(project, 'package.json'), 'utf8')) as Manifest;
}

function packagedFiles(): Promise<string[]> {
  return listFiles({ cwd: project, packageManager: PackageManager.None });
}

describe('The package', () => {
  it('holds what users need and nothing else', async () => {
    const files = await packagedFiles();
    const expected = [
      /^package\.json$/,
      /^package\.nls(?:\.ko)?\.json$/,
      /^(?:README|README\.ko|CHANGELOG|SECURITY)\.md$/,
      /^LICENSE$/,
      /^dist\/extension\.cjs$/,
      /^dist\/parts\/[\w.-]+\.cjs$/,
      /^dist\/third-party-notices\.txt$/,
      /^media\/icon\.png$/,
      /^media\/activity\.svg$/,
      /^media\/overview(?:\.ko)?\.png$/,
      /^media\/walkthrough\/[\w.-]+\.(?:png|md|svg)$/,
      /^media\/l10n\/bundle\.l10n\.ko\.json$/,
      /^src\/api\/[\w-]+\.d\.ts$/,
    ];
    assert.deepEqual(
      files.filter((file) => !expected.some((pattern) => pattern.test(file))),
      [],
    );
    for (const file of ['package.json', 'dist/extension.cjs', 'LICENSE', 'README.md']) {
      assert.ok(files.includes(file), file);
    }
  });

  it('runs nothing when it is installed and depends on what is pinned', async () => {
    const { scripts, dependencies } = await manifest();
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'vscode:uninstall'];
    assert.deepEqual(
      Object.keys(scripts).filter((name) => hooks.includes(name)),
      [],
    );
    for (const [name, version] of Object.entries(dependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
  });

  it('comes with the licence of every package whose code it holds', async () => {
    const notices = await readFile(path.join(project, 'dist/third-party-notices.txt'), 'utf8');
    const parts = notices.split(/^=+$/m);
    // The last two come with the Redis client and with axios; agent-base has its licence in its README only.
    const { dependencies } = await manifest();
    for (const name of [...Object.keys(dependencies), 'denque', 'agent-base']) {
      const part = parts.find((each) => each.trimStart().startsWith(`${name} `)) ?? '';
      assert.match(part, /copyright/i, name);
    }
    assert.ok((await packagedFiles()).includes('dist/third-party-notices.txt'));
  });

  it('takes at most 750 KB, and 540 KB without the pictures', async () => {
    const { size } = await stat(path.join(project, 'kiwoom-rest-auth.vsix'));
    assert.ok(size <= 750 * 1024, `${size} bytes`);
    // Of it, 50 KB are the Redis client, 41 KB MCP, 35 KB YAML: each is read only where it is used. 8 KB are licences.
    assert.ok(size - (await pictureBytes()) <= 540 * 1024, `${size} bytes`);
  });

  it('takes VS Code’s API and Node’s modules as they are, without a copy for each file', async () => {
    let taken = 0;
    for await (const file of glob('dist/**/*.cjs', { cwd: project })) {
      const text = await readFile(path.join(project, file), 'utf8');
      taken += text.split('require("vscode")').length - 1;
      assert.doesNotMatch(text, /[\w$]\(require\("(?:vscode|node:[\w/]+)"\)/, file);
    }
    assert.notEqual(taken, 0);
  });

  it('starts with at most 100 KB of code', async () => {
    assert.ok((await startUpBundleBytes()) <= 100 * 1024);
  });
});

import { glob, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../esbuild.mjs';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

/** Bytes of what is read when the extension starts: two files, all else comes on first use. */
export async function startUpBundleBytes(): Promise<number> {
  const outdir = makeTemporaryFolder('bundle');
  await build({
    ...bundling,
    mainFields: [...bundling.mainFields],
    plugins: [...bundling.plugins],
    entryPoints: { extension: path.resolve(import.meta.dirname, '../../src/extension.ts') },
    external: ['vscode'],
    outdir,
    minify: true,
    logLevel: 'warning',
  });
  let bytes = 0;
  for await (const file of glob(['extension.cjs', 'parts/application-*.cjs'], { cwd: outdir })) {
    bytes += (await stat(path.join(outdir, file))).size;
  }
  return bytes;
}

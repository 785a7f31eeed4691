import { stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../esbuild.mjs';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

/** Bytes of what is read when the extension starts: one file, all else comes on first use. */
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
  return (await stat(path.join(outdir, 'extension.cjs'))).size;
}

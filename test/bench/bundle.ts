import path from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../esbuild.mjs';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

/** Bundles a program of this folder the way the extension is bundled, and tells where it is. */
export async function bundled(fileName: string): Promise<string> {
  const outdir = makeTemporaryFolder('bundle');
  await build({
    ...bundling,
    entryPoints: { program: path.join(import.meta.dirname, fileName) },
    minify: true,
    outdir,
    logLevel: 'warning',
  });
  return path.join(outdir, 'program.cjs');
}

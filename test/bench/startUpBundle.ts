import { stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../esbuild.mjs';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

/** Bytes of what is read when the extension starts, in both steps; all else comes on first use. */
export async function startUpBundleBytes(): Promise<number> {
  const outdir = makeTemporaryFolder('bundle');
  const { metafile } = await build({
    ...bundling,
    entryPoints: { extension: path.resolve(import.meta.dirname, '../../src/extension.ts') },
    outdir,
    minify: true,
    metafile: true,
    logLevel: 'warning',
  });
  const steps = ['src/extension.ts', 'src/composition/application.ts'];
  const read = new Set(
    Object.keys(metafile.outputs).filter((file) =>
      steps.some((step) => metafile.outputs[file]?.entryPoint?.endsWith(step)),
    ),
  );
  // A set goes on to what is added while it is gone through.
  for (const file of read) {
    for (const { kind, external, path: imported } of metafile.outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) read.add(imported);
    }
  }
  const sizes = await Promise.all([...read].map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

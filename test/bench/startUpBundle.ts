import { stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../esbuild.mjs';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

const project = path.resolve(import.meta.dirname, '../..');

/** Bytes of the files that are read when the extension starts: the first one and what it requires. */
export async function startUpBundleBytes(): Promise<number> {
  const { metafile } = await build({
    ...bundling,
    mainFields: [...bundling.mainFields],
    plugins: [...bundling.plugins],
    absWorkingDir: project,
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode'],
    outdir: makeTemporaryFolder('bundle'),
    minify: true,
    metafile: true,
    logLevel: 'warning',
  });
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { path: imported, kind, external } of metafile.outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) visit(imported);
    }
  };
  const first = Object.keys(metafile.outputs).find((file) => file.endsWith('/extension.cjs'));
  if (first === undefined) throw new Error('The bundle has no entry.');
  visit(first);
  const sizes = await Promise.all(
    [...reached].map(async (file) => (await stat(path.resolve(project, file))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';

// As esbuild.mjs has them: the HTTP client is a file of its own, read when it is needed.
const lazyAxios: Plugin = {
  name: 'lazy-axios',
  setup(bundler) {
    bundler.onResolve({ filter: /^axios$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './axios.cjs', external: true } : undefined,
    );
  },
};

const withoutFormData: Plugin = {
  name: 'without-form-data',
  setup(bundler) {
    bundler.onResolve({ filter: /^form-data$/ }, () => ({ path: 'form-data', namespace: 'stub' }));
    bundler.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'module.exports = class FormData {};',
    }));
  },
};

/** Bundles a program of this folder the way the extension is bundled, and tells where it is. */
export async function bundled(fileName: string): Promise<string> {
  const outdir = makeTemporaryFolder('bundle');
  await build({
    entryPoints: { program: path.join(import.meta.dirname, fileName), axios: 'axios' },
    bundle: true,
    minify: true,
    outdir,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    plugins: [lazyAxios, withoutFormData],
    logLevel: 'warning',
  });
  return path.join(outdir, 'program.cjs');
}

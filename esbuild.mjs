import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, context, transform } from 'esbuild';

/**
 * Leaves out the parts of axios that no Kiwoom request needs: multipart support with a MIME database of 133 KB,
 * and the fetch adapter, whose loading alone makes Node load its fetch client (undici).
 *
 * @type {import('esbuild').Plugin}
 */
const leanAxios = {
  name: 'lean-axios',
  setup(bundler) {
    const stub = () => ({ path: 'left-out', namespace: 'stub' });
    bundler.onResolve({ filter: /^form-data$/ }, stub);
    bundler.onResolve({ filter: /^\.\/fetch\.js$/ }, ({ importer }) =>
      /axios[\\/]lib[\\/]adapters/.test(importer) ? stub() : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'export default class {} export const getFetch = () => false;',
    }));
  },
};

/**
 * Transforms each output file to CommonJS with esbuild itself: esbuild splits at `import('…')` only when it
 * writes ES modules, and VS Code loads CommonJS faster (no loader hooks, no second thread). A namespace import
 * would be copied in every file, with a getter for each name, which is a megabyte of heap for VS Code's API; so
 * it becomes a plain `require`.
 *
 * @type {import('esbuild').Plugin}
 */
const toCommonJs = {
  name: 'to-common-js',
  setup(bundler) {
    const { minify = false, sourcemap = false, target } = bundler.initialOptions;
    const whole = /\bimport\s*(?:\*\s*as\s+)?([\w$]+)\s*from\s*"(vscode|node:[\w/]+)";/g;
    bundler.onEnd(async ({ outputFiles = [] }) => {
      for (const { path: file, text } of outputFiles) {
        const { code } = await transform(text.replace(whole, 'const $1=require("$2");'), {
          format: 'cjs',
          // `import('…')` becomes `require`, which also resolves VS Code's own module.
          supported: { 'dynamic-import': false },
          charset: 'utf8',
          target,
          minify,
          sourcemap,
        });
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, code);
      }
    });
  },
};

/**
 * Writes the licences of the packages whose code is in the bundles beside them: each asks to be handed on with it.
 *
 * @type {import('esbuild').Plugin}
 */
const thirdPartyNotices = {
  name: 'third-party-notices',
  setup(bundler) {
    bundler.initialOptions.metafile = true;
    bundler.onEnd(({ metafile }) => {
      if (metafile === undefined) return;
      const folders = new Set();
      for (const { inputs } of Object.values(metafile.outputs)) {
        for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
          const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
          if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
        }
      }
      const notices = [...folders].sort().map(noticeOf);
      writeFileSync('dist/third-party-notices.txt', notices.join(`\n${'='.repeat(78)}\n\n`));
    });
  },
};

/** @param {string} folder of a package */
function noticeOf(folder) {
  /** @param {string} file */
  const read = (file) => readFileSync(path.join(folder, file), 'utf8');
  const { name, version, license } = JSON.parse(read('package.json'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice)\b/i.test(file));
  const text =
    files.length > 0
      ? files.sort().map(read).join('\n')
      : /^License\n-+\n(.*)/ms.exec(read('README.md'))?.[1];
  if (text === undefined) throw new Error(`The licence of ${name} is in none of its files`);
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/**
 * Options of every bundle of this project's code; the benchmarks use them too.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const bundling = {
  bundle: true,
  outExtension: { '.js': '.cjs' },
  format: 'esm',
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  write: false,
  platform: 'node',
  target: 'node22',
  charset: 'utf8',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  plugins: [leanAxios, toCommonJs],
};

if (process.argv[1] === import.meta.filename) {
  const production = process.argv.includes('--production');
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    ...bundling,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    plugins: [...bundling.plugins, thirdPartyNotices],
    minify: production,
    sourcemap: production ? false : 'inline',
    logLevel: 'info',
  };
  rmSync('dist', { recursive: true, force: true });
  if (process.argv.includes('--watch')) await (await context(options)).watch();
  else await build(options);
}

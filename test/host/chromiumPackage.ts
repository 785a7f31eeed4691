import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { installOnce } from './npmInstall.ts';

export interface UnpackedChromium {
  readonly executable: string;
  /** Shared libraries (NSS, expat, ...) for machines without them. */
  readonly libraries: string;
}

/**
 * Unpacks the headless Chromium of `@sparticuz/chromium` (Linux x64 only). The package unpacks into the
 * machine's temp folder, shared by all projects and users, and adds its libraries only in a cloud function; so
 * this runs it in a separate process, with a temp folder and environment that redirect everything into ours.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('@sparticuz/chromium is for Linux on x64; set CHROME_PATH to a Chrome.');
  }
  const entry = import.meta.resolve('@sparticuz/chromium');
  const manifest = new URL('../../package.json', entry);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const folder = await installOnce(`chromium-${version}`, async (temp) => {
    const unpack = `import c from ${JSON.stringify(entry)}; await c.executablePath();`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack], {
      env: { ...process.env, TMPDIR: temp, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
      timeout: 120_000,
    });
  });
  const unpacked = {
    executable: path.join(folder, 'chromium'),
    libraries: path.join(folder, 'al2023/lib'),
  };
  for (const file of Object.values(unpacked)) {
    if (!existsSync(file)) throw new Error(`@sparticuz/chromium ${version} did not hold ${file}.`);
  }
  return unpacked;
}

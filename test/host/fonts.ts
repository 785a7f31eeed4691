import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { downloadsFolder, installOnce } from './npmInstall.ts';

/** 2.5 MB to fetch; the smallest package with a complete Korean sans-serif in a format fontconfig reads. */
const koreanFontPackage = '@expo-google-fonts/nanum-gothic@0.4.0';

/**
 * A fontconfig file that adds to the machine's fonts, if it has any, the given folders and, where
 * there is no Korean font, one from npm. Without network the text stays unreadable in screenshots, and nothing else.
 */
export async function writeFontsConfig(folders: readonly string[] = []): Promise<string> {
  const dirs = [...folders];
  if (!(await hasKoreanFont())) {
    try {
      dirs.push(await installKoreanFont());
    } catch (error) {
      console.warn(`Korean text will be unreadable in screenshots: no font, and ${String(error)}`);
    }
  }
  const file = path.join(downloadsFolder, 'fonts.conf');
  await mkdir(downloadsFolder, { recursive: true });
  await writeFile(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${dirs.map((dir) => `  <dir>${dir}</dir>`).join('\n')}
  <cachedir>${path.join(downloadsFolder, 'fontconfig')}</cachedir>
</fontconfig>
`,
  );
  return file;
}

async function hasKoreanFont(): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('fc-list', [':lang=ko', 'family']);
    return stdout.trim() !== '';
  } catch {
    return false; // No fc-list: most probably a container without any font.
  }
}

async function installKoreanFont(): Promise<string> {
  const folder = await installOnce('korean-font', (root, npm) =>
    npm(root, 'install', koreanFontPackage, '--ignore-scripts'),
  );
  return path.join(folder, 'node_modules/@expo-google-fonts/nanum-gothic');
}

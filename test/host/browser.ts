import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { unpackChromium } from './chromiumPackage.ts';
import { writeFontsConfig } from './fonts.ts';

interface Candidate {
  readonly name: string;
  readonly executable: string;
  /** Folder of shared libraries that the machine does not have. */
  readonly libraries?: string;
}

const startTimeoutMs = 120_000;

/** Disables name lookups and proxies, so that pages make no connection beyond this machine. */
const loopbackOnly = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
  '--no-proxy-server',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
];

/**
 * Allows running as root in a container and without a GPU; the pages are our own. Turns off subpixel
 * antialiasing.
 */
const headless = [
  '--no-sandbox',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-lcd-text',
];

/**
 * Starts a headless Chromium: the machine's own (`CHROME_PATH` names one) or else that of
 * `@sparticuz/chromium`, with that package's libraries where the machine lacks them.
 * @throws AggregateError with all reasons when none starts.
 */
export async function launchBrowser(): Promise<Browser> {
  const failures: Error[] = [];
  for await (const candidate of candidates()) {
    try {
      return await launch(candidate);
    } catch (error) {
      failures.push(new Error(`${candidate.name}: ${String(error)}`));
    }
  }
  const reasons = failures.map((failure) => failure.message).join('\n');
  throw new AggregateError(failures, `No browser could be started.\n${reasons}`);
}

/** Creates a context of 1280 x 800 pixels, the size of the documentation's screenshots. */
export function newWindowContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    serviceWorkers: 'allow', // The workbench shows webviews through one.
  });
}

async function* candidates(): AsyncGenerator<Candidate> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') {
    yield { name: 'CHROME_PATH', executable: chosen };
    return; // With an explicit `CHROME_PATH`, another browser must not be used instead.
  }
  for (const executable of systemBrowsers()) yield { name: executable, executable };
  const { executable, libraries } = await unpackChromium();
  yield { name: '@sparticuz/chromium', executable };
  yield { name: '@sparticuz/chromium with its own libraries', executable, libraries };
}

function systemBrowsers(): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
  const known =
    process.platform === 'darwin'
      ? ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
      : ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  const inPath = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...new Set([...inPath, ...known])].filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function launch({ executable, libraries }: Candidate): Promise<Browser> {
  const fonts = path.join(path.dirname(executable), 'fonts/fonts');
  const env: Record<string, string> = { FONTCONFIG_FILE: await writeFontsConfig([fonts]) };
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined) env[name] ??= value;
  if (libraries !== undefined) {
    env['LD_LIBRARY_PATH'] = [libraries, env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  }
  return chromium.launch({
    executablePath: executable,
    args: [...headless, ...loopbackOnly],
    env,
    headless: true,
    timeout: startTimeoutMs,
  });
}

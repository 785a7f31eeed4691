import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser, newWindowContext } from './browser.ts';
import type { TestServer } from './testServer.ts';

/** Mocha stops a hanging test long before; this is for an extension host that never answers. */
const runWithinMs = 15 * 60_000;
const windowWithinMs = 180_000;

export interface TestWindow {
  /** Folder to open; an empty window unless given. */
  readonly folder?: string | undefined;
  /** Source folder of the extension under test. */
  readonly extension: string;
  /** CommonJS file whose `run()` resolves or rejects when the tests have ended. */
  readonly tests: string;
  /** Gets each entry of the window's console, those of the extension host included. */
  readonly onLog: (text: string) => void;
}

/**
 * Opens a window, which runs the tests in an extension host of its own, and returns their exit code.
 * @throws Error when the window does not come up, crashes, or the tests take longer than 15 minutes.
 */
export async function runTestsInWindow(server: TestServer, window: TestWindow): Promise<number> {
  const browser = await launchBrowser();
  try {
    const page = await (await newWindowContext(browser)).newPage();
    // Both are looked for by the workbench when it loads.
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      window.onLog(format(...args));
    });
    const exit = new Exit();
    await page.exposeFunction('codeAutomationExit', exit.resolve);
    page.on('crash', () => {
      exit.reject(new Error('The page with the workbench crashed.'));
    });
    page.on('close', () => {
      exit.reject(new Error('The page closed before the tests ended.'));
    });
    // Together, because the tests may be over before the workbench is complete.
    const [code] = await Promise.all([exit.code, open(page, server.windowUrl(window))]);
    return code;
  } finally {
    await browser.close();
  }
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: windowWithinMs });
}

/** The exit code of the tests, which arrives once, or the reason why it never will. */
class Exit {
  readonly code: Promise<number>;
  resolve: (code: number) => void = () => {};
  reject: (reason: Error) => void = () => {};

  constructor() {
    this.code = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.code.catch(() => {}); // Avoids an unhandled rejection before a caller awaits it.
    setTimeout(() => {
      this.reject(new Error(`The tests did not end within ${runWithinMs / 60_000} minutes.`));
    }, runWithinMs).unref();
  }
}

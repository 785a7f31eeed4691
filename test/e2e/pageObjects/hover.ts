import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** A hover comes half a second after the mouse, and not at all if what is below the mouse was drawn anew by then. */
const comesWithinMs = 4_000;

/** Moves the mouse onto `target` until the hover that says `text` is shown, and returns all that it says. */
export async function hoverText(
  page: Page,
  target: Locator,
  text: string | RegExp,
): Promise<string> {
  const hover = page.locator('.workbench-hover').filter({ hasText: text }).first();
  return until(
    `a hover that says ${String(text)}`,
    async (patience) => {
      const timeout = Math.max(comesWithinMs, patience);
      await page.mouse.move(640, 200);
      await target.hover({ timeout });
      await hover.waitFor({ timeout });
      return (await hover.innerText()).replaceAll('\u00a0', ' ').replaceAll('\u2011', '-').trim();
    },
    () => true,
  );
}

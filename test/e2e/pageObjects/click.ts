import type { Locator, Page } from 'playwright-core';

/**
 * Tries a click without clicking, once the mouse shows no hover: on a busy machine the hover of what the mouse last
 * rested on comes late, and stays over a message for as long as the mouse does not move.
 *
 * @throws TimeoutError if something still covers the element, or if it is not there
 */
export async function untilUncovered(target: Locator, timeout: number): Promise<void> {
  await leaveHovers(target.page());
  await target.click({ trial: true, timeout });
}

/**
 * Moves the mouse over the editor, where nothing of a test's shows a hover, and waits a moment until none is shown. The
 * hover of what has the focus stays; whether it covers anything shows at the click.
 */
export async function leaveHovers(page: Page): Promise<void> {
  await page.mouse.move(640, 400);
  await page.mouse.move(640, 420);
  const hover = page.locator('.workbench-hover, .context-view .hover-contents').first();
  await hover.waitFor({ state: 'hidden', timeout: 1_000 }).catch(() => undefined);
}

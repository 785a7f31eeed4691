import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** The page that leads a newcomer through the first steps. */
export class Walkthrough {
  readonly #steps: Locator;

  constructor(page: Page) {
    this.#steps = page.locator('.gettingStartedContainer .getting-started-step');
  }

  /** Titles of the steps. */
  async steps(): Promise<string[]> {
    await this.#steps.first().waitFor();
    return this.#steps.locator('.step-title').allInnerTexts();
  }

  async select(title: string): Promise<void> {
    await this.#step(title).locator('.step-title').click();
  }

  async waitUntilDone(title: string): Promise<void> {
    await until(
      `the step ${title} to be ticked`,
      () => this.#step(title).locator('.codicon.complete').count(),
      (ticks) => ticks > 0,
    );
  }

  async isDone(title: string): Promise<boolean> {
    return (await this.#step(title).locator('.codicon.complete').count()) > 0;
  }

  #step(title: string): Locator {
    return this.#steps.filter({ hasText: title }).first();
  }
}

import type { Choice, ChoiceStore } from '../../../src/core/accounts/activeProfile.ts';

/** The choices of one workspace; `elsewhere` are those made last in any other. */
export class MemoryChoices implements ChoiceStore {
  readonly here = new Map<string, string>();
  readonly elsewhere = new Map<string, string>();

  get(name: string): Choice | undefined {
    const [here, elsewhere] = [this.here.get(name), this.elsewhere.get(name)];
    if (here !== undefined) return { profileId: here, madeHere: true };
    return elsewhere === undefined ? undefined : { profileId: elsewhere, madeHere: false };
  }

  async set(name: string, profileId: string): Promise<void> {
    await Promise.resolve();
    this.here.set(name, profileId);
  }
}

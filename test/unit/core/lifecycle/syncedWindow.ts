import { type ErrorCode, KiwoomError } from '../../../../src/core/base/errors.ts';
import { Emitter } from '../../../../src/core/base/event.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { Session } from '../../../../src/core/lifecycle/session.ts';
import { FakeEditorEvents } from '../../fakes/fakeEditorEvents.ts';
import { testMachine } from '../../fakes/testMachine.ts';
import { testPreferences } from '../../fakes/testPorts.ts';
import { unexpected } from '../../fakes/unexpected.ts';

/** Lets everything run that waits for nothing. */
export const turn = (): Promise<void> => new Promise(setImmediate);

/** A window of a machine on which `stored` are, with another one beside it. Nothing is started yet. */
export function syncedWindow(...stored: readonly Profile[]) {
  const machine = testMachine(...stored);
  const { tokenStore } = machine;
  const editor = new FakeEditorEvents();
  const tokenFiles = new Emitter<string>(unexpected);
  const seen = {
    shown: 0,
    wakes: 0,
    errors: [] as ErrorCode[],
    /** In which order things were done. */
    steps: [] as string[],
  };
  const world = {
    trusted: true,
    damagedTokensLeft: false,
    /** What the last error offered. */
    retry: (): Promise<void> => Promise.resolve(),
  };
  const domain = machine.window({
    preferences: testPreferences({
      renewalPolicy: () => ({ kind: 'at-expiry' }),
      trusted: () => world.trusted,
      sealsTokens: () => tokenStore.seals,
      onDidChange: (id, listener) => editor.onSettingChange(id, listener),
    }),
    random: () => 0,
  });
  const { profiles, active, tokens, watch, renewer } = domain;
  const session = new Session({
    ...domain,
    editor,
    wake: () => (seen.wakes += 1),
    exitRevocation: {
      atStart: async () => {
        seen.steps.push(`end what is left, ${String(profiles.all.length)} read`);
        await turn();
        seen.steps.push('ended');
      },
    },
    removeStoredTokens: () => tokenStore.removeAll(),
    watchTokenFiles: (onChange) => tokenFiles.on(onChange),
    noticeRenewal: ({ id }) => {
      const code = renewer.trouble(id)?.error.code;
      if (code !== undefined) seen.errors.push(code);
    },
    reportDamagedTokens: () => {
      seen.steps.push('report damaged tokens');
      return world.damagedTokensLeft
        ? Promise.reject(new KiwoomError('token-not-removed'))
        : Promise.resolve();
    },
    reportDamagedKeys: () => {
      seen.steps.push('report damaged keys');
      return Promise.resolve();
    },
    showError: ({ code }, retry) => {
      seen.errors.push(code);
      world.retry = retry;
    },
  });
  watch.onDidChange(() => seen.steps.push('token'));
  const start = async (): Promise<void> => {
    session.start([{ update: () => (seen.shown += 1) }]);
    await session.ready().catch(() => undefined);
    await turn();
    seen.shown = 0;
  };
  const issueElsewhere = async (owner: Profile): Promise<void> => {
    await machine.window().tokens.issue(owner);
  };
  return {
    ...machine,
    ...{ profiles, active, tokens, editor, tokenFiles, seen, world },
    ...{ session, start, issueElsewhere },
  };
}

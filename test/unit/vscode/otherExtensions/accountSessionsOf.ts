import type { Profile } from '../../../../src/core/model/profile.ts';
import {
  AccountSessions,
  type SessionsChange,
} from '../../../../src/vscode/otherExtensions/accountSessions.ts';
import { testMachine } from '../../fakes/testMachine.ts';
import { testProfile } from '../../fakes/testProfile.ts';
import { unexpected } from '../../fakes/unexpected.ts';
import { english } from '../../life/english.ts';

export const mock = testProfile('mock', {
  label: '81234567',
  formerIds: ['mock-1111111111111111'],
});
export const otherMock = testProfile('mock', { label: '81234567', id: 'mock-fedcba9876543210' });
export const real = testProfile('real', { label: '81234567' });

/** The stored accounts as other extensions get them, with a server in memory. */
export async function accountSessionsOf(...stored: readonly Profile[]) {
  const { machine, clock, api, keyStore, window } = testMachine(...stored);
  const { tokens, profiles, active, watch } = window();
  const host = { trusted: true, troubled: false };
  const sessions = new AccountSessions({
    profiles,
    tokens,
    ready: () => Promise.resolve(),
    trusted: () => host.trusted,
    troubled: () => host.troubled,
    t: english,
    onListenerError: unexpected,
  });
  const changes: string[] = [];
  sessions.onDidChange(({ added, removed, changed }: SessionsChange) => {
    const say = (kind: string, of: SessionsChange['added']) =>
      of.map(({ id, accessToken }) => `${kind} ${id.slice(0, 8)} ${accessToken}`);
    changes.push(...say('+', added), ...say('-', removed), ...say('~', changed));
  });
  const update = (): void => {
    sessions.update();
  };
  watch.onDidChange(update);
  profiles.onDidChange(update);
  await profiles.refresh();
  return { machine, clock, api, keyStore, profiles, active, tokens, host, sessions, changes };
}

import assert from 'node:assert/strict';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { testKeys, testProfile } from '../../fakes/testProfile.ts';
import { syncedWindow, turn } from './syncedWindow.ts';

const hour = 60 * 60 * 1000;
const profile = testProfile('mock');
const other = testProfile('real');

function setUp() {
  const window = syncedWindow(profile);
  return { ...window, kind: (): string => window.tokens.state(profile.id).kind };
}

/** A window that opens after the token that it finds has expired, and in which the renewal failed for good. */
async function withRefusedRenewal() {
  const window = setUp();
  await window.issueElsewhere(profile);
  window.machine.advance(25 * hour);
  window.api.nextFailure = new KiwoomError('endpoint-refused');
  await window.start();
  window.api.issues = 0;
  return window;
}

describe('What this window knows', () => {
  describe('at start', () => {
    it('takes no token before those that the last window left to be revoked are', async () => {
      const { start, issueElsewhere, seen } = setUp();
      await issueElsewhere(profile);
      await start();
      assert.deepEqual(seen.steps, [
        'end what is left, 1 read',
        'ended',
        'token',
        'report damaged tokens',
        'report damaged keys',
      ]);
    });

    it('is shown once all of it is read', async () => {
      const { session, issueElsewhere, kind } = setUp();
      await issueElsewhere(profile);
      const shown: string[] = [];
      session.start([{ update: () => shown.push(kind()) }]);
      assert.equal(shown.length, 0);
      await session.ready();
      assert.equal(shown.at(-1), 'valid');
    });

    it('is shown where there is nothing, too', async () => {
      const { session, keyStore } = setUp();
      keyStore.entries.clear();
      let shown = 0;
      session.start([{ update: () => (shown += 1) }]);
      await session.ready();
      assert.equal(shown, 1);
    });

    it('includes no token where none may be on disk, and leaves none there', async () => {
      const { start, issueElsewhere, kind, tokenStore } = setUp();
      await issueElsewhere(profile);
      tokenStore.seals = false;
      await start();
      assert.equal(kind(), 'none');
      assert.equal(tokenStore.tokens.size, 0);
    });

    it('is followed once, also where a damaged token cannot be removed', async () => {
      const { start, editor, seen, world } = setUp();
      world.damagedTokensLeft = true;
      await start();
      assert.deepEqual(seen.errors, ['token-not-removed']);
      editor.focus.emit(true);
      assert.equal(seen.wakes, 1);
    });
  });

  describe('with a keyring that refuses', () => {
    it('is reported once, and asked for again by every command until it is there', async () => {
      const { start, session, keyStore, seen, profiles } = setUp();
      keyStore.refuses = true;
      await start();
      await assert.rejects(session.ready(), { code: 'key-store-failed' });
      assert.deepEqual(seen.errors, ['key-store-failed']);
      keyStore.refuses = false;
      await session.ready();
      assert.deepEqual(profiles.all, [profile]);
      assert.deepEqual(seen.errors, ['key-store-failed']);
    });

    it('is read by trying again from the report, which comes again if it is of no use', async () => {
      const { start, issueElsewhere, keyStore, seen, world, kind } = setUp();
      await issueElsewhere(profile);
      keyStore.refuses = true;
      await start();
      await world.retry();
      assert.deepEqual(seen.errors, ['key-store-failed', 'key-store-failed']);
      keyStore.refuses = false;
      await world.retry();
      assert.equal(kind(), 'valid');
      assert.ok(seen.shown > 0);
    });

    it('takes no token before those that are left to be revoked are, once it is there', async () => {
      const { start, session, issueElsewhere, keyStore, tokenFiles, seen } = setUp();
      await issueElsewhere(profile);
      keyStore.refuses = true;
      await start();
      tokenFiles.emit(`${profile.id}.json`);
      await turn();
      assert.deepEqual(seen.steps, []);
      keyStore.refuses = false;
      await session.ready();
      await session.refresh();
      assert.deepEqual(seen.steps.slice(0, 3), ['end what is left, 1 read', 'ended', 'token']);
      assert.equal(seen.steps.filter((step) => step === 'ended').length, 1);
    });
  });

  describe('changes with other windows:', () => {
    it('with the file of a token', async () => {
      const { start, issueElsewhere, tokenFiles, kind, seen } = setUp();
      await start();
      await issueElsewhere(profile);
      assert.equal(kind(), 'none');
      tokenFiles.emit(`${profile.id}.json`);
      await turn();
      assert.equal(kind(), 'valid');
      assert.ok(seen.shown > 0);
    });

    it('not with the file of an account that it does not have', async () => {
      const { start, tokenFiles, seen } = setUp();
      await start();
      tokenFiles.emit(`${other.id}.json`);
      await turn();
      assert.deepEqual([seen.shown, seen.errors], [0, []]);
    });

    it('with a secret, where an account came with its token', async () => {
      const { start, issueElsewhere, keyStore, editor, tokens, seen } = setUp();
      await start();
      keyStore.put(other, testKeys());
      await issueElsewhere(other);
      editor.secrets.emit();
      await turn();
      assert.equal(tokens.state(other.id).kind, 'valid');
      assert.ok(seen.shown > 0);
    });

    it('with a secret, where an account is another and its token with it', async () => {
      const { start, issueElsewhere, keyStore, editor, kind } = setUp();
      await start();
      keyStore.put({ ...profile, label: 'renamed' }, await keyStore.keys(profile.id));
      await issueElsewhere(profile);
      editor.secrets.emit();
      await turn();
      assert.equal(kind(), 'valid');
    });

    it('with a secret, where an account and with it its token went', async () => {
      const { start, issueElsewhere, keyStore, editor, kind, tokenStore } = setUp();
      await issueElsewhere(profile);
      await start();
      keyStore.entries.clear();
      editor.secrets.emit();
      await turn();
      assert.equal(kind(), 'none');
      assert.equal(tokenStore.tokens.size, 0);
    });

    it('with a secret, where an account went that had no token', async () => {
      const { start, keyStore, editor, seen } = setUp();
      keyStore.put(other, testKeys());
      await start();
      await keyStore.remove(other.id);
      editor.secrets.emit();
      await turn();
      assert.ok(seen.shown > 0);
    });

    it('when the user comes to it, where neither files nor secrets tell', async () => {
      const { start, issueElsewhere, keyStore, editor, tokens, kind, seen } = setUp();
      await start();
      keyStore.put(other, testKeys());
      await issueElsewhere(other);
      await issueElsewhere(profile);
      editor.focus.emit(true);
      await turn();
      assert.deepEqual([kind(), tokens.state(other.id).kind], ['valid', 'valid']);
      assert.equal(seen.wakes, 1);
    });

    it('when a command asks for it', async () => {
      const { start, session, issueElsewhere, kind, seen } = setUp();
      await start();
      await issueElsewhere(profile);
      await session.refresh();
      assert.equal(kind(), 'valid');
      seen.shown = 0;
      await session.refresh();
      assert.equal(seen.shown, 1);
    });

    it('and what cannot be read then is reported', async () => {
      const { start, editor, keyStore, seen, log } = setUp();
      await start();
      keyStore.refuses = true;
      editor.focus.emit(true);
      await turn();
      assert.deepEqual(seen.errors, ['key-store-failed']);
      assert.equal(log.lines.at(-1)?.event, 'background-failed');
    });
  });
});

describe('The token of a window', () => {
  it('is asked about when the user comes back after an hour, and not before', async () => {
    const { start, issueElsewhere, machine, editor, log } = setUp();
    await issueElsewhere(profile);
    await start();
    const checks = (): number =>
      log.lines.filter(({ event }) => event === 'verification-failed').length;
    machine.advance(2 * hour);
    editor.focus.emit(true);
    await turn();
    assert.equal(checks(), 0);
    editor.focus.emit(false);
    machine.advance(hour);
    editor.focus.emit(true);
    await turn();
    assert.equal(checks(), 1);
  });
});

describe('A change of the active account', () => {
  it('is shown', async () => {
    const { start, active, seen } = setUp();
    await start();
    await active.choose(profile);
    assert.equal(seen.shown, 1);
  });
});

describe('A change in the editor', () => {
  it('of the server lets a renewal that gave up try again, and is shown', async () => {
    const { editor, api, kind, seen } = await withRefusedRenewal();
    assert.deepEqual(seen.errors, ['endpoint-refused']);
    assert.equal(kind(), 'expired');
    editor.setting.emit('endpoints');
    assert.ok(seen.shown > 0);
    await turn();
    assert.deepEqual([kind(), api.issues], ['valid', 1]);
  });

  for (const id of ['autoRenew', 'renewal'] as const) {
    it(`of ${id} lets a renewal that gave up try again`, async () => {
      const { editor, api, kind } = await withRefusedRenewal();
      editor.setting.emit(id);
      await turn();
      assert.deepEqual([kind(), api.issues], ['valid', 1]);
    });
  }

  it('of the server is shown where there is nothing to renew', async () => {
    const { start, editor, seen } = setUp();
    await start();
    editor.setting.emit('endpoints');
    assert.equal(seen.shown, 1);
  });

  it('of the injection, or of the extensions, is shown and renews nothing', async () => {
    const { editor, api, seen } = await withRefusedRenewal();
    editor.setting.emit('injection');
    assert.equal(seen.shown, 1);
    editor.extensions.emit();
    assert.equal(seen.shown, 2);
    await turn();
    assert.equal(api.issues, 0);
  });

  it('to a trusted workspace is shown, and renews what waited for it', async () => {
    const { start, issueElsewhere, machine, api, editor, world, kind, seen } = setUp();
    await issueElsewhere(profile);
    machine.advance(25 * hour);
    world.trusted = false;
    await start();
    assert.deepEqual([kind(), api.issues], ['expired', 1]);
    world.trusted = true;
    editor.trust.emit();
    assert.ok(seen.shown > 0);
    await turn();
    assert.deepEqual([kind(), api.issues], ['valid', 2]);
  });

  it('of where tokens are kept takes them from the disk, and puts them there again', async () => {
    const { start, issueElsewhere, tokenStore, editor, kind } = setUp();
    await issueElsewhere(profile);
    await start();
    tokenStore.seals = false;
    editor.setting.emit('tokenStorage');
    await turn();
    assert.deepEqual([kind(), tokenStore.tokens.size], ['valid', 0]);
    tokenStore.seals = true;
    editor.setting.emit('tokenStorage');
    await turn();
    assert.deepEqual([kind(), tokenStore.tokens.size], ['valid', 1]);
  });
});

describe('Outside the life of a window', () => {
  function everything({ editor, tokenFiles }: ReturnType<typeof setUp>): void {
    tokenFiles.emit(`${profile.id}.json`);
    for (const focused of [false, true]) editor.focus.emit(focused);
    for (const event of [editor.trust, editor.secrets, editor.extensions]) event.emit();
    for (const id of ['autoRenew', 'renewal', 'injection', 'endpoints', 'tokenStorage'] as const)
      editor.setting.emit(id);
  }

  it('no event does anything before the keys are read', async () => {
    const window = setUp();
    await window.issueElsewhere(profile);
    window.session.start([{ update: () => (window.seen.shown += 1) }]);
    everything(window);
    assert.deepEqual([window.seen.shown, window.seen.wakes, window.kind()], [0, 0, 'none']);
    await window.session.ready();
    assert.equal(window.kind(), 'valid');
  });

  it('no event does anything once it has ended', async () => {
    const window = setUp();
    await window.start();
    await window.issueElsewhere(profile);
    window.keyStore.put(other, testKeys());
    window.session.dispose();
    everything(window);
    await turn();
    assert.deepEqual([window.seen.shown, window.seen.wakes, window.kind()], [0, 0, 'none']);
    assert.deepEqual(window.profiles.all, [profile]);
  });

  it('nothing is shown or followed that is read only after its end', async () => {
    const window = setUp();
    await window.issueElsewhere(profile);
    let shown = 0;
    window.session.start([{ update: () => (shown += 1) }]);
    window.session.dispose();
    await window.session.ready();
    everything(window);
    await turn();
    assert.deepEqual([shown, window.seen.wakes], [0, 0]);
  });
});

import assert from 'node:assert/strict';
import { ActiveProfile } from '../../../src/core/activeProfile.ts';
import type { Environment } from '../../../src/core/environment.ts';
import { cleanKey, isProfileId, keyOddity, type Profile } from '../../../src/core/profile.ts';
import { Profiles, type ProfilesChange } from '../../../src/core/profiles.ts';
import { Secret } from '../../../src/core/secret.ts';
import { fingerprint } from '../../../src/node/fingerprint.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { unexpected } from '../fakes/unexpected.ts';
import { MemoryKeyStore } from '../fakes/memoryStores.ts';

const keysOf = (name: string) => ({
  appkey: new Secret(`app ${name}`),
  secretkey: new Secret(`secret ${name}`),
});

function setUp() {
  const keyStore = new MemoryKeyStore();
  const clock = new FakeClock();
  const profiles = new Profiles({ keyStore, clock, fingerprint, onListenerError: unexpected });
  const add = async (environment: Environment, label: string): Promise<Profile> => {
    const keys = keysOf(`${environment} ${label}`);
    const profile = profiles.draft(environment, label, keys);
    await profiles.add(profile, keys);
    return profile;
  };
  const remembered = new Map<string, string>();
  const choices = {
    get: (name: string) => remembered.get(name),
    set: async (name: string, id: string) => {
      await Promise.resolve();
      remembered.set(name, id);
    },
  };
  const active = new ActiveProfile(profiles, choices, unexpected);
  return { keyStore, clock, profiles, add, active, remembered };
}

const activeId = ({ current }: ActiveProfile): string | undefined => current?.id;

describe('Profiles', () => {
  it('have the same id for the same key wherever it is entered', () => {
    const [one, two] = [setUp(), setUp()];
    two.clock.advance(1000);
    const id = one.profiles.draft('mock', 'a', keysOf('x')).id;
    assert.equal(two.profiles.draft('mock', 'b', keysOf('x')).id, id);
    assert.notEqual(one.profiles.draft('real', 'a', keysOf('x')).id, id);
    assert.ok(isProfileId(id));
  });

  it('are ordered by environment and label', async () => {
    const { profiles, add } = setUp();
    for (const label of ['b', 'a']) {
      await add('real', label);
      await add('mock', label);
    }
    assert.deepEqual(
      profiles.all.map(({ environment, label }) => `${environment} ${label}`),
      ['mock a', 'mock b', 'real a', 'real b'],
    );
  });

  it('do not take the same app key twice', async () => {
    const { profiles, add } = setUp();
    await add('mock', 'a');
    const keys = keysOf('mock a');
    await assert.rejects(profiles.add(profiles.draft('mock', 'b', keys), keys), {
      code: 'profile-exists',
      details: { subject: 'a' },
    });
  });

  it('keep label, date and the way to them when their key is replaced', async () => {
    const { keyStore, clock, profiles, add } = setUp();
    const old = await add('mock', 'a');
    clock.advance(5000);
    const replaced = await profiles.replaceKeys(old, keysOf('new'));
    assert.notEqual(replaced.id, old.id);
    assert.equal(replaced.label, 'a');
    assert.equal(replaced.addedAt, old.addedAt);
    assert.equal(profiles.find(old.id), profiles.find(replaced.id));
    assert.deepEqual([...keyStore.entries.keys()], [replaced.id]);
  });

  it('keep their id when only the secret key is replaced', async () => {
    const { keyStore, profiles, add } = setUp();
    const old = await add('mock', 'a');
    const keys = { ...keysOf('mock a'), secretkey: new Secret('new') };
    assert.equal((await profiles.replaceKeys(old, keys)).id, old.id);
    assert.equal((await keyStore.keys(old.id)).secretkey.reveal(), 'new');
  });

  it('keep id, date and keys under another name', async () => {
    const { keyStore, clock, profiles, add } = setUp();
    const old = await add('mock', 'a');
    clock.advance(5000);
    assert.deepEqual(await profiles.rename(old, 'b'), { ...old, label: 'b' });
    assert.deepEqual(profiles.all, [{ ...old, label: 'b' }]);
    const { appkey, secretkey } = await keyStore.keys(old.id);
    assert.deepEqual([appkey.reveal(), secretkey.reveal()], ['app mock a', 'secret mock a']);
  });

  it('do not take a name of their environment twice', async () => {
    const { profiles, add } = setUp();
    const a = await add('mock', 'a');
    await add('mock', 'b');
    await add('real', 'c');
    await assert.rejects(profiles.rename(a, 'b'), {
      code: 'label-taken',
      details: { subject: 'b' },
    });
    assert.equal((await profiles.rename(a, 'a')).label, 'a');
    assert.equal((await profiles.rename(a, 'c')).label, 'c');
  });

  it('are found by label only if that is clear', async () => {
    const { profiles, add } = setUp();
    const real = await add('real', 'main');
    assert.equal(profiles.named('main').id, real.id);
    await add('mock', 'main');
    assert.throws(() => profiles.named('main'), { code: 'ambiguous-profile' });
    assert.equal(profiles.named(real.id).id, real.id);
    assert.throws(() => profiles.named('other'), { code: 'unknown-profile' });
  });

  it('are not undone by a slow look at the key store that began earlier', async () => {
    const { keyStore, profiles, add } = setUp();
    const list = keyStore.list.bind(keyStore);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    keyStore.list = async () => {
      keyStore.list = list;
      const found = await list();
      await promise;
      return found;
    };
    const slow = profiles.refresh();
    const adding = add('mock', 'a');
    const removals: number[] = [];
    profiles.onDidChange(({ removed }) => removals.push(removed.length));
    resolve(undefined);
    await Promise.all([slow, adding]);
    assert.equal(profiles.all.length, 1);
    assert.deepEqual(removals, [0]);
  });

  it('tell what changed when another window changed it, and nothing otherwise', async () => {
    const { keyStore, profiles, add } = setUp();
    const [a, b] = [await add('mock', 'a'), await add('mock', 'b')];
    const changes: ProfilesChange[] = [];
    profiles.onDidChange((change) => changes.push(change));
    await profiles.refresh();
    assert.equal(changes.length, 0);
    keyStore.entries.delete(a.id);
    keyStore.entries.set(b.id, { profile: { ...b, label: 'c' }, keys: keysOf('x') });
    await profiles.refresh();
    assert.deepEqual(
      changes.map(({ removed, changed }) => [removed[0]?.label, changed[0]?.label]),
      [['a', 'c']],
    );
  });
});

describe('The active profile', () => {
  it('is a mock one as long as none was chosen', async () => {
    const { active, add } = setUp();
    assert.equal(activeId(active), undefined);
    const real = await add('real', 'r');
    assert.equal(activeId(active), real.id);
    const mock = await add('mock', 'm');
    assert.equal(activeId(active), mock.id);
  });

  it('is the chosen one, and follows it when its key is replaced', async () => {
    const { active, profiles, add } = setUp();
    await add('mock', 'm');
    const real = await add('real', 'r');
    await active.choose(real);
    assert.equal(activeId(active), real.id);
    const replaced = await profiles.replaceKeys(real, keysOf('new'));
    assert.equal(activeId(active), replaced.id);
  });

  it('falls back when the chosen one is removed', async () => {
    const { active, profiles, add } = setUp();
    const [a, b] = [await add('mock', 'a'), await add('mock', 'b')];
    await active.choose(b);
    await profiles.remove(b.id);
    assert.equal(activeId(active), a.id);
  });

  it('leaves the one last used in the other environment in its place', async () => {
    const { active, add } = setUp();
    await add('real', 'a');
    const real = await add('real', 'b');
    const mock = await add('mock', 'm');
    await active.choose(real);
    await active.choose(mock);
    assert.equal(active.lastUsedIn('real')?.id, real.id);
    assert.equal(active.lastUsedIn('mock')?.id, mock.id);
  });
});

describe('The profile last used in an environment', () => {
  it('is the active one, whatever was used in that environment since', async () => {
    const { active, add } = setUp();
    const [a, b] = [await add('mock', 'a'), await add('mock', 'b')];
    await active.choose(a);
    await active.use(b);
    assert.equal(active.lastUsedIn('mock')?.id, a.id);
  });

  it('is none of the other environment, whatever is remembered', async () => {
    const { active, add, remembered } = setUp();
    const [mock, real] = [await add('mock', 'a'), await add('real', 'a')];
    remembered.set('real', mock.id);
    assert.equal(active.lastUsedIn('real')?.id, real.id);
    const other = setUp();
    other.remembered.set('real', (await other.add('mock', 'a')).id);
    assert.equal(other.active.lastUsedIn('real'), undefined);
  });

  it('is told of as soon as it is remembered', async () => {
    const { active, add } = setUp();
    const [mock, real] = [await add('mock', 'a'), await add('real', 'a')];
    const told: (string | undefined)[] = [];
    active.onDidChange(() => told.push(activeId(active)));
    await active.choose(real);
    await active.choose(mock);
    assert.deepEqual(told, [real.id, mock.id]);
  });
});

describe('A key as it was pasted', () => {
  for (const text of [
    'key',
    ' key ',
    '\uFEFFkey\r\n',
    '"key"',
    "'key'",
    '\tkey\u200B',
    '\u00A0key',
  ]) {
    it(`is cleaned: ${JSON.stringify(text)}`, () => {
      assert.equal(cleanKey(text), 'key');
    });
  }

  it('is cleaned at once, however many blanks it has within', () => {
    const blanks = ' '.repeat(500_000);
    const before = performance.now();
    assert.equal(cleanKey(`\n${blanks}a${blanks}b${blanks}`), `a${blanks}b`);
    assert.ok(performance.now() - before < 1000);
  });

  it('is odd if its length or characters are unusual', () => {
    assert.equal(keyOddity('x'.repeat(43)), undefined);
    assert.equal(keyOddity('x'.repeat(42)), 'length');
    assert.equal(keyOddity('x'.repeat(42) + '/'), 'characters');
  });
});

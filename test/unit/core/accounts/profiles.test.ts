import assert from 'node:assert/strict';
import { cleanKey, isProfileId, keyOddity } from '../../../../src/core/model/profile.ts';
import type { ProfilesChange } from '../../../../src/core/accounts/profiles.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import { keysOf, storedProfiles } from './storedProfiles.ts';
import { processorTimeOf } from '../../fakes/processorTime.ts';

describe('Profiles', () => {
  it('have the same id for the same key wherever it is entered', () => {
    const [one, two] = [storedProfiles(), storedProfiles()];
    two.clock.advance(1000);
    const id = one.profiles.draft('mock', 'a', keysOf('x')).id;
    assert.equal(two.profiles.draft('mock', 'b', keysOf('x')).id, id);
    assert.notEqual(one.profiles.draft('real', 'a', keysOf('x')).id, id);
    assert.ok(isProfileId(id));
  });

  it('are ordered by environment and label', async () => {
    const { profiles, add } = storedProfiles();
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
    const { profiles, add } = storedProfiles();
    await add('mock', 'a');
    const keys = keysOf('mock a');
    await assert.rejects(profiles.add(profiles.draft('mock', 'b', keys), keys), {
      code: 'profile-exists',
      details: { subject: 'a' },
    });
  });

  it('keep label, date and the way to them when their key is replaced', async () => {
    const { keyStore, clock, profiles, add } = storedProfiles();
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
    const { keyStore, profiles, add } = storedProfiles();
    const old = await add('mock', 'a');
    const keys = { ...keysOf('mock a'), secretkey: new Secret('new') };
    assert.equal((await profiles.replaceKeys(old, keys)).id, old.id);
    assert.equal((await keyStore.keys(old.id)).secretkey.reveal(), 'new');
  });

  it('keep id, date and keys under another name', async () => {
    const { keyStore, clock, profiles, add } = storedProfiles();
    const old = await add('mock', 'a');
    clock.advance(5000);
    assert.deepEqual(await profiles.rename(old, 'b'), { ...old, label: 'b' });
    assert.deepEqual(profiles.all, [{ ...old, label: 'b' }]);
    const { appkey, secretkey } = await keyStore.keys(old.id);
    assert.deepEqual([appkey.reveal(), secretkey.reveal()], ['app mock a', 'secret mock a']);
  });

  it('do not take a name of their environment twice', async () => {
    const { profiles, add } = storedProfiles();
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
    const { profiles, add } = storedProfiles();
    const real = await add('real', 'main');
    assert.equal(profiles.named('main').id, real.id);
    await add('mock', 'main');
    assert.throws(() => profiles.named('main'), { code: 'ambiguous-profile' });
    assert.equal(profiles.named(real.id).id, real.id);
    assert.throws(() => profiles.named('other'), { code: 'unknown-profile' });
  });

  it('are not undone by a slow look at the key store that began earlier', async () => {
    const { keyStore, profiles, add } = storedProfiles();
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
    const { keyStore, profiles, add } = storedProfiles();
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

describe('A key store that refuses', () => {
  const refusal = new Error('the keyring is locked');

  it('to list is asked anew the next time', async () => {
    const { keyStore, profiles, add } = storedProfiles();
    await add('mock', 'a');
    const list = keyStore.list.bind(keyStore);
    keyStore.list = () => Promise.reject(refusal);
    await assert.rejects(profiles.refresh(), refusal);
    keyStore.list = list;
    keyStore.entries.clear();
    await profiles.refresh();
    assert.deepEqual(profiles.all, []);
  });

  it('to save says so, and the keys from before stay', async () => {
    const { keyStore, profiles, add } = storedProfiles();
    const profile = await add('mock', 'a');
    const before = await keyStore.keys(profile.id);
    keyStore.save = () => Promise.reject(refusal);
    const another = profiles.draft('mock', 'b', keysOf('b'));
    await assert.rejects(profiles.add(another, keysOf('b')), refusal);
    await assert.rejects(profiles.replaceKeys(profile, keysOf('b')), refusal);
    const sameApp = { ...before, secretkey: new Secret('other') };
    await assert.rejects(profiles.replaceKeys(profile, sameApp), refusal);
    await assert.rejects(profiles.rename(profile, 'c'), refusal);
    await profiles.refresh();
    assert.deepEqual(profiles.all, [profile]);
    assert.equal(await keyStore.keys(profile.id), before);
  });

  it('to remove says so', async () => {
    const { keyStore, profiles, add } = storedProfiles();
    const profile = await add('mock', 'a');
    keyStore.remove = () => Promise.reject(refusal);
    await assert.rejects(profiles.remove(profile.id), refusal);
    assert.deepEqual(profiles.all, [profile]);
    await assert.rejects(profiles.replaceKeys(profile, keysOf('b')), refusal);
  });
});

describe('Replaced keys', () => {
  it('are stored in place of the old ones, which still lead to the profile', async () => {
    const { keyStore, profiles, add } = storedProfiles();
    const first = await add('mock', 'a');
    const second = await profiles.replaceKeys(first, keysOf('second'));
    const third = await profiles.replaceKeys(second, keysOf('third'));
    assert.deepEqual([...keyStore.entries.keys()], [third.id]);
    const { appkey, secretkey } = await keyStore.keys(third.id);
    assert.deepEqual([appkey.reveal(), secretkey.reveal()], ['app third', 'secret third']);
    for (const { id } of [first, second, third]) assert.equal(profiles.find(id), third);
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
    '“key”',
    '‘key’,',
    '„key“',
    '「key」',
    '`key`',
    '"key",',
    'key;',
    'k\0e\0y\0',
    'k\u200Bey\u2060',
  ]) {
    it(`is cleaned: ${JSON.stringify(text)}`, () => {
      assert.equal(cleanKey(text), 'key');
    });
  }

  it('is cleaned at once, however many blanks it has within', () => {
    const blanks = ' '.repeat(500_000);
    const took = processorTimeOf(() => {
      assert.equal(cleanKey(`\n${blanks}a${blanks}b${blanks}`), `a${blanks}b`);
    });
    assert.ok(took < 4_000);
  });

  it('is odd if its length or characters are unusual', () => {
    assert.equal(keyOddity('x'.repeat(43)), undefined);
    assert.equal(keyOddity('x'.repeat(42)), 'length');
    assert.equal(keyOddity('x'.repeat(42) + '/'), 'characters');
  });
});

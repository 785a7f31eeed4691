import assert from 'node:assert/strict';
import type { SecretStorage } from 'vscode';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import { SecretKeyStore } from '../../../../src/vscode/keys/secretKeyStore.ts';

/** A keyring in memory that counts its writes and can refuse, as a locked one does. */
class FakeSecretStorage implements SecretStorage {
  readonly entries = new Map<string, string>();
  writes = 0;
  /** What every access is refused with. */
  refusal: Error | undefined;
  /** Entries that cannot be decrypted. */
  readonly undecryptable = new Set<string>();
  readonly onDidChange = () => ({ dispose: () => {} });

  keys(): Promise<string[]> {
    return this.#answer(() => [...this.entries.keys()]);
  }

  get(name: string): Promise<string | undefined> {
    return this.#answer(() => {
      if (this.undecryptable.has(name)) throw new Error(`cannot decrypt ${name}`);
      return this.entries.get(name);
    });
  }

  store(name: string, value: string): Promise<void> {
    return this.#answer(() => {
      this.writes += 1;
      this.entries.set(name, value);
    });
  }

  delete(name: string): Promise<void> {
    return this.#answer(() => {
      this.writes += 1;
      this.entries.delete(name);
    });
  }

  #answer<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.refusal === undefined) resolve(work());
      else reject(this.refusal);
    });
  }
}

const profile: Profile = {
  id: 'mock-0123456789abcdef',
  environment: 'mock',
  label: '모의 81234567',
  addedAt: 1_795_000_000_000,
  formerIds: ['mock-fedcba9876543210'],
};
const other: Profile = {
  ...profile,
  id: 'real-0123456789abcdef',
  environment: 'real',
  label: '51234567',
  formerIds: [],
};
const keys = { appkey: new Secret('the-app-key'), secretkey: new Secret('the-secret-key') };
const nameOf = ({ id }: Profile): string => `profile:${id}`;

describe('The key store', () => {
  let storage: FakeSecretStorage;
  let store: SecretKeyStore;

  beforeEach(() => {
    storage = new FakeSecretStorage();
    store = new SecretKeyStore(storage);
  });

  /** Changes what lies in the entry of {@link profile}, as another version or an accident would. */
  const change = (edit: (stored: Record<string, unknown>) => unknown): void => {
    const text = storage.entries.get(nameOf(profile)) ?? '{}';
    const stored = JSON.parse(text) as Record<string, unknown>;
    storage.entries.set(nameOf(profile), JSON.stringify(edit(stored)));
  };

  it('gives back profiles and keys as they were saved', async () => {
    await store.save(profile, keys);
    await store.save(other, { ...keys, appkey: new Secret('another-app-key') });
    assert.deepEqual(await store.list(), { profiles: [profile, other], damagedIds: [] });
    const stored = await store.keys(profile.id);
    assert.equal(stored.appkey.reveal(), 'the-app-key');
    assert.equal(stored.secretkey.reveal(), 'the-secret-key');
    assert.equal((await store.keys(other.id)).appkey.reveal(), 'another-app-key');
  });

  it('keeps what another instance saved', async () => {
    await store.save(profile, keys);
    assert.deepEqual((await new SecretKeyStore(storage).list()).profiles, [profile]);
  });

  it('replaces an entry as a whole', async () => {
    await store.save(profile, keys);
    const renamed = { ...profile, label: 'renamed', formerIds: [] };
    await store.save(renamed, { ...keys, secretkey: new Secret('renewed') });
    assert.deepEqual((await store.list()).profiles, [renamed]);
    assert.equal((await store.keys(profile.id)).secretkey.reveal(), 'renewed');
  });

  it('removes one profile and no other', async () => {
    await store.save(profile, keys);
    await store.save(other, keys);
    await store.remove(profile.id);
    assert.deepEqual((await store.list()).profiles, [other]);
    await assert.rejects(store.keys(profile.id), { code: 'keys-gone' });
  });

  it('says that keys are gone when there is no entry', async () => {
    await assert.rejects(store.keys(profile.id), { name: 'KiwoomError', code: 'keys-gone' });
  });

  it('writes one entry to save, one to remove, and nothing to read', async () => {
    await store.save(profile, keys);
    assert.equal(storage.writes, 1);
    storage.entries.set(nameOf(other), 'damaged');
    await store.list();
    await store.keys(profile.id);
    await assert.rejects(store.keys(other.id));
    assert.equal(storage.writes, 1);
    await store.remove(profile.id);
    assert.equal(storage.writes, 2);
  });

  it('leaves alone what is not its own', async () => {
    const foreign = [
      'profile:',
      'profile:mock-short',
      'profile:test-0123456789abcdef',
      'profile:mock-0123456789ABCDEF',
      'profile:mock-0123456789abcdef.json',
      'profile:../mock-0123456789abcdef',
      'mock-0123456789abcdef',
      'token',
    ];
    for (const name of foreign) storage.entries.set(name, 'not ours');
    await store.save(profile, keys);
    assert.deepEqual(await store.list(), { profiles: [profile], damagedIds: [] });
    await store.remove(profile.id);
    assert.deepEqual([...storage.entries.keys()], foreign);
  });

  describe('with a damaged entry', () => {
    beforeEach(async () => {
      await store.save(profile, keys);
      await store.save(other, keys);
    });

    const damages: [string, () => void][] = [
      ['is not JSON', () => storage.entries.set(nameOf(profile), 'garbage')],
      ['is empty', () => storage.entries.set(nameOf(profile), '')],
      [
        'was cut short',
        () => {
          const text = storage.entries.get(nameOf(profile)) ?? '';
          storage.entries.set(nameOf(profile), text.slice(0, text.length / 2));
        },
      ],
      [
        'is JSON, but no object',
        () => {
          change(() => null);
        },
      ],
      [
        'is of a version to come',
        () => {
          change((stored) => ({ ...stored, version: 2 }));
        },
      ],
      [
        'has no version',
        () => {
          change(({ version, ...stored }) => stored);
        },
      ],
      [
        'has lost its secret key',
        () => {
          change(({ secretkey, ...stored }) => stored);
        },
      ],
      [
        'has an empty app key',
        () => {
          change((stored) => ({ ...stored, appkey: '' }));
        },
      ],
      [
        'has a date that is no number',
        () => {
          change((stored) => ({ ...stored, addedAt: 'today' }));
        },
      ],
      [
        'is of an unknown environment',
        () => {
          change((stored) => ({ ...stored, environment: 'paper' }));
        },
      ],
      [
        'contradicts its id',
        () => {
          change((stored) => ({ ...stored, environment: 'real' }));
        },
      ],
    ];
    for (const [damage, inflict] of damages) {
      it(`that ${damage}, names it and serves the others`, async () => {
        inflict();
        assert.deepEqual(await store.list(), { profiles: [other], damagedIds: [profile.id] });
        await assert.rejects(store.keys(profile.id), { code: 'keys-damaged' });
        assert.equal((await store.keys(other.id)).secretkey.reveal(), 'the-secret-key');
      });
    }

    it('can save it anew or remove it', async () => {
      storage.entries.set(nameOf(profile), 'garbage');
      await store.save(profile, keys);
      assert.deepEqual((await store.list()).damagedIds, []);
      storage.entries.set(nameOf(profile), 'garbage');
      await store.remove(profile.id);
      assert.deepEqual(await store.list(), { profiles: [other], damagedIds: [] });
    });
  });

  it('shows no secret in its errors', async () => {
    await store.save(profile, keys);
    change((stored) => ({ ...stored, label: 7 }));
    await assert.rejects(store.keys(profile.id), (error: Error) => {
      assert.doesNotMatch(`${error.stack ?? ''}${JSON.stringify(error)}`, /the-(app|secret)-key/);
      return true;
    });
  });

  it('says only that the keyring refused, in words of its own', async () => {
    await store.save(profile, keys);
    storage.refusal = new Error('org.freedesktop.Secret.Error: the-secret-key');
    const attempts = [
      () => store.list(),
      () => store.keys(profile.id),
      () => store.save(profile, keys),
      () => store.remove(profile.id),
    ];
    for (const attempt of attempts) {
      await assert.rejects(attempt, (error: Error) => {
        assert.deepEqual(
          { name: error.name, message: error.message, cause: error.cause },
          { name: 'KiwoomError', message: 'key-store-failed', cause: undefined },
        );
        assert.doesNotMatch(error.stack ?? '', /freedesktop|the-secret-key/);
        return true;
      });
    }
  });

  it('serves the others when the keyring cannot decrypt one entry', async () => {
    await store.save(profile, keys);
    await store.save(other, keys);
    storage.undecryptable.add(nameOf(profile));
    assert.deepEqual(await store.list(), { profiles: [other], damagedIds: [] });
    await assert.rejects(store.keys(profile.id), { code: 'key-store-failed' });
    assert.equal((await store.keys(other.id)).appkey.reveal(), 'the-app-key');
  });

  it('calls nothing damaged while the keyring is locked', async () => {
    for (const each of [profile, other]) {
      await store.save(each, keys);
      storage.undecryptable.add(nameOf(each));
    }
    await assert.rejects(store.list(), { code: 'key-store-failed' });
  });
});

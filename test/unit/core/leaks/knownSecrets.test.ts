import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/base/event.ts';
import { KnownSecrets } from '../../../../src/core/leaks/knownSecrets.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import type { ProfilesChange } from '../../../../src/core/accounts/profiles.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import { findSecrets } from '../../../../src/core/leaks/secretSearch.ts';
import type { TokenState } from '../../../../src/core/model/tokenState.ts';
import { fingerprint } from '../../../../src/node/fingerprint.ts';
import { MemoryKeyStore } from '../../fakes/memoryStores.ts';
import { testKeys, testProfile } from '../../fakes/testProfile.ts';
import { unexpected } from '../../fakes/unexpected.ts';

const appkey = 'A'.repeat(42) + '-';
const secretkey = 'S'.repeat(42) + '_';
const token = 'T'.repeat(86);
const profile = testProfile('mock', { label: '81234567' });

describe('Known secrets', () => {
  let keyStore: MemoryKeyStore;
  let all: Profile[];
  let reads: number;
  let state: TokenState;
  let profilesChanged: Emitter<ProfilesChange>;
  let tokensChanged: Emitter<string>;
  let keysChanged: Emitter<void>;
  let secrets: KnownSecrets;

  beforeEach(() => {
    keyStore = new MemoryKeyStore();
    keyStore.put(profile, testKeys(appkey, secretkey));
    all = [profile];
    reads = 0;
    state = { kind: 'none' };
    profilesChanged = new Emitter(unexpected);
    tokensChanged = new Emitter(unexpected);
    keysChanged = new Emitter(unexpected);
    secrets = new KnownSecrets({
      profiles: { all, onDidChange: (listener) => profilesChanged.on(listener) },
      tokens: { state: () => state, onDidChange: (listener) => tokensChanged.on(listener) },
      keyStore: {
        keys: (id) => {
          reads += 1;
          return keyStore.keys(id);
        },
      },
      fingerprint,
      onKeysChanged: (listener) => keysChanged.on(listener),
      onListenerError: unexpected,
    });
  });

  const found = async (text: string): Promise<string[]> =>
    findSecrets(text, await secrets.matcher()).map(({ secret: { kind }, start, end }) => {
      return `${kind} ${start}-${end}`;
    });
  const hold = (value: string): void => {
    const held = { expiresAt: 0, receivedAt: 0, clockAheadMs: 0, host: 'https://api.test' };
    state = { kind: 'valid', token: { ...held, value: new Secret(value) } };
    tokensChanged.emit(profile.id);
  };

  it('are found where they stand as they are', async () => {
    hold(token);
    assert.deepEqual(await found(`KEY=${appkey}\nSECRET="${secretkey}"\n# ${token}.`), [
      'appkey 4-47',
      'secretkey 56-99',
      'token 103-189',
    ]);
  });

  for (const [what, text] of [
    ['part of a longer word', `x${appkey}`],
    ['cut short', appkey.slice(1)],
    ['another value of the same length', 'B'.repeat(43)],
    ['in other capitals', appkey.toLowerCase()],
  ] as const) {
    it(`are not found ${what}`, async () => {
      assert.deepEqual(await found(text), []);
    });
  }

  it('are none where there is no profile', async () => {
    secrets = new KnownSecrets({
      profiles: { all: [], onDidChange: () => ({ dispose: () => undefined }) },
      tokens: { state: () => state, onDidChange: () => ({ dispose: () => undefined }) },
      keyStore,
      fingerprint,
      onKeysChanged: () => ({ dispose: () => undefined }),
      onListenerError: unexpected,
    });
    assert.deepEqual(await found(`${appkey} ${secretkey}`), []);
  });

  it('are read from the key store once, however often tokens change', async () => {
    await found('');
    hold(token);
    await found('');
    hold('U'.repeat(86));
    assert.deepEqual(await found(`${token} ${'U'.repeat(86)}`), ['token 87-173']);
    assert.equal(reads, 1);
  });

  it('follow keys that were replaced, and say so', async () => {
    await found('');
    let changes = 0;
    secrets.onDidChange(() => (changes += 1));
    const keys = { appkey: new Secret(appkey), secretkey: new Secret('N'.repeat(43)) };
    await keyStore.save(profile, keys);
    keysChanged.emit();
    assert.deepEqual(await found('N'.repeat(43)), ['secretkey 0-43']);
    assert.deepEqual(await found(secretkey), []);
    assert.equal(changes, 1);
  });

  it('are those of an account that was added since, too', async () => {
    await found('');
    const [added, keys] = [testProfile('real'), testKeys('B'.repeat(43), 'R'.repeat(43))];
    keyStore.put(added, keys);
    all.push(added);
    profilesChanged.emit({ added: [added], removed: [], changed: [] });
    assert.deepEqual(await found('B'.repeat(43)), ['appkey 0-43']);
  });

  it('are not remembered from before a change that came while they were read', async () => {
    const reading = secrets.matcher();
    keyStore.put(profile, testKeys(appkey, 'N'.repeat(43)));
    keysChanged.emit();
    await reading;
    tokensChanged.emit(profile.id);
    assert.deepEqual(await found(secretkey), []);
    assert.deepEqual(await found('N'.repeat(43)), ['secretkey 0-43']);
  });

  it('are those of a token while its successor is on its way', async () => {
    hold(token);
    if (state.kind === 'valid') state = { kind: 'issuing', held: state.token };
    tokensChanged.emit(profile.id);
    assert.deepEqual(await found(token), ['token 0-86']);
  });

  it('are asked for again after the keyring refused', async () => {
    keyStore.entries.clear();
    assert.deepEqual(await found(appkey), []);
    keyStore.put(profile, testKeys(appkey, secretkey));
    tokensChanged.emit(profile.id);
    assert.deepEqual(await found(appkey), ['appkey 0-43']);
  });

  it('hold no value', async () => {
    hold(token);
    const { inspect } = await import('node:util');
    await secrets.matcher();
    const seen = inspect(await secrets.matcher(), { depth: 10, showHidden: true });
    for (const value of [appkey, secretkey, token]) assert.ok(!seen.includes(value));
  });
});

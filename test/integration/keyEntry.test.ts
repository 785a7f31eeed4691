import assert from 'node:assert/strict';
import { KiwoomError } from '../../src/core/base/errors.ts';
import { KeyEntry } from '../../src/vscode/keys/keyEntry.ts';
import { testMachine } from '../unit/fakes/testMachine.ts';

const draft = { environment: 'mock', label: 'mine', appkey: 'app', secretkey: 'secret' } as const;

describe('Keys that are entered', () => {
  function setUp() {
    const machine = testMachine();
    const window = () => {
      const domain = machine.window();
      return { ...domain, keyEntry: new KeyEntry(domain) };
    };
    return { ...machine, window };
  }

  it('are stored with the token that was issued to check them', async () => {
    const { api, tokenStore, window } = setUp();
    const { keyEntry, tokens } = window();
    const { profile, outcome } = await keyEntry.add('', draft);
    assert.ok(outcome);
    assert.equal(tokens.current(profile), outcome.token);
    assert.equal(tokenStore.tokens.get(profile.id)?.kind, 'token');
    assert.equal(api.issues, 1);
  });

  it('and refused cost another window nothing that has the right ones', async () => {
    const { api, tokenStore, window } = setUp();
    const [here, there] = [window(), window()];
    const { profile } = await there.keyEntry.add('', draft);
    api.nextFailure = new KiwoomError('wrong-keys');
    const refused = here.keyEntry.add('', { ...draft, secretkey: 'wrong' });
    await assert.rejects(refused, { code: 'wrong-keys' });
    assert.equal(tokenStore.tokens.get(profile.id)?.kind, 'token');
  });

  it('but cannot be stored leave no token of theirs behind', async () => {
    const { api, keyStore, window } = setUp();
    const { keyEntry, tokens } = window();
    const { profile } = await keyEntry.add('', draft);
    await tokens.revoke(profile);
    keyStore.save = () => Promise.reject(new KiwoomError('key-store-failed'));
    const replacing = keyEntry.replace('', profile, { ...draft, secretkey: 'renewed' });
    await assert.rejects(replacing, { code: 'key-store-failed' });
    assert.equal(api.issues, 2);
    assert.equal(tokens.state(profile.id).kind, 'none');
  });
});

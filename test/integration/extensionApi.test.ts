import assert from 'node:assert/strict';
import {
  ExtensionApi,
  type ExtensionApiParts,
} from '../../src/vscode/otherExtensions/extensionApi.ts';
import { testMachine } from '../unit/fakes/testMachine.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';

const mock = testProfile('mock', { label: '81234567' });
const facts = { id: mock.id, label: '81234567', environment: 'mock' };

/** The API of an application that starts when the test says so. */
function setUp() {
  const { profiles, active, tokens, watch } = testMachine(mock).window();
  const parts: ExtensionApiParts = {
    profiles,
    active,
    tokens,
    watch,
    ready: () => profiles.refresh(),
    call: () => Promise.resolve({ body: { called: true } }),
  };
  const { promise, resolve } = Promise.withResolvers<ExtensionApiParts>();
  const exported = new ExtensionApi(promise);
  const start = async (): Promise<void> => {
    resolve(parts);
    await promise;
  };
  return { exported, parts, start };
}

describe('The exported API of an extension that is still starting', () => {
  it('seems to have no account, and tells of those there are', async () => {
    const { exported, start } = setUp();
    const kiwoom = exported.getApi(1);
    const heard: string[] = [];
    kiwoom.onDidChangeProfiles(() => heard.push('profiles'));
    kiwoom.onDidChangeActiveProfile((profile) => heard.push(`active ${profile?.label}`));
    assert.deepEqual([kiwoom.profiles, kiwoom.activeProfile], [[], undefined]);
    assert.deepEqual(kiwoom.state(), { kind: 'none' });
    const ready = kiwoom.ready();
    await start();
    await ready;
    assert.deepEqual(heard, ['profiles', 'active 81234567']);
    assert.deepEqual([kiwoom.profiles, kiwoom.activeProfile], [[facts], facts]);
    exported.dispose();
  });

  it('makes a call wait until it can be made', async () => {
    const { exported, start } = setUp();
    const session = { id: '', accessToken: '', account: { id: '', label: '' }, scopes: [] };
    const reply = exported.getApi(1).call('ka10001', {}, { session });
    await start();
    assert.deepEqual(await reply, { body: { called: true } });
    exported.dispose();
  });

  it('has the accounts at hand for who asks once it has started', async () => {
    const { exported, parts, start } = setUp();
    await start();
    await parts.ready();
    assert.deepEqual(exported.getApi(1).activeProfile, facts);
    exported.dispose();
  });

  it('listens to nothing any more when it ends before that', async () => {
    const { exported, parts, start } = setUp();
    const kiwoom = exported.getApi(1);
    const heard: string[] = [];
    kiwoom.onDidChangeProfiles(() => heard.push('profiles'));
    exported.dispose();
    await start();
    await parts.ready();
    assert.deepEqual(heard, []);
    assert.deepEqual(kiwoom.profiles, []);
  });
});

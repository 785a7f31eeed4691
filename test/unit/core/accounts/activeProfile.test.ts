import assert from 'node:assert/strict';
import type { ActiveProfile } from '../../../../src/core/accounts/activeProfile.ts';
import { keysOf, storedProfiles } from './storedProfiles.ts';

const activeId = ({ current }: ActiveProfile): string | undefined => current?.id;

describe('The active profile', () => {
  it('is a mock one as long as none was chosen', async () => {
    const { active, add } = storedProfiles();
    assert.equal(activeId(active), undefined);
    const real = await add('real', 'r');
    assert.equal(activeId(active), real.id);
    const mock = await add('mock', 'm');
    assert.equal(activeId(active), mock.id);
  });

  it('is the chosen one, and follows it when its key is replaced', async () => {
    const { active, profiles, add } = storedProfiles();
    await add('mock', 'm');
    const real = await add('real', 'r');
    await active.choose(real);
    assert.equal(activeId(active), real.id);
    const replaced = await profiles.replaceKeys(real, keysOf('new'));
    assert.equal(activeId(active), replaced.id);
  });

  it('falls back when the chosen one is removed', async () => {
    const { active, profiles, add } = storedProfiles();
    const [a, b] = [await add('mock', 'a'), await add('mock', 'b')];
    await active.choose(b);
    await profiles.remove(b.id);
    assert.equal(activeId(active), a.id);
  });

  it('is never a real one because the last mock one is removed', async () => {
    const { active, profiles, add } = storedProfiles();
    const mock = await add('mock', 'm');
    const real = await add('real', 'r');
    await active.choose(mock);
    await profiles.remove(mock.id);
    assert.equal(activeId(active), undefined);
    await active.choose(real);
    assert.equal(activeId(active), real.id);
  });

  it('is not another real one because the chosen one is removed', async () => {
    const { active, profiles, add } = storedProfiles();
    const [a] = [await add('real', 'a'), await add('real', 'b')];
    await active.choose(a);
    await profiles.remove(a.id);
    assert.equal(activeId(active), undefined);
    const mock = await add('mock', 'm');
    assert.equal(activeId(active), mock.id);
  });

  it('is a mock one in a folder where nothing was chosen, whatever was chosen in another', async () => {
    const { active, add, choices } = storedProfiles();
    const [real, mock] = [await add('real', 'r'), await add('mock', 'm')];
    choices.elsewhere.set('active', real.id);
    assert.equal(activeId(active), mock.id);
  });

  it('is the real one chosen in another folder where there is no mock one', async () => {
    const { active, add, choices } = storedProfiles();
    const real = await add('real', 'r');
    choices.elsewhere.set('active', real.id);
    assert.equal(activeId(active), real.id);
  });

  it('leaves the one last used in the other environment in its place', async () => {
    const { active, add } = storedProfiles();
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
    const { active, add } = storedProfiles();
    const [a, b] = [await add('mock', 'a'), await add('mock', 'b')];
    await active.choose(a);
    await active.use(b);
    assert.equal(active.lastUsedIn('mock')?.id, a.id);
  });

  it('is none of the other environment, whatever is remembered', async () => {
    const { active, add, choices } = storedProfiles();
    const [mock, real] = [await add('mock', 'a'), await add('real', 'a')];
    await choices.set('real', mock.id);
    assert.equal(active.lastUsedIn('real')?.id, real.id);
    const other = storedProfiles();
    await other.choices.set('real', (await other.add('mock', 'a')).id);
    assert.equal(other.active.lastUsedIn('real'), undefined);
  });

  it('is told of as soon as it is remembered', async () => {
    const { active, add } = storedProfiles();
    const [mock, real] = [await add('mock', 'a'), await add('real', 'a')];
    const told: (string | undefined)[] = [];
    active.onDidChange(() => told.push(activeId(active)));
    await active.choose(real);
    await active.choose(mock);
    assert.deepEqual(told, [real.id, mock.id]);
  });
});

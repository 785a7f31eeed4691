import assert from 'node:assert/strict';
import { ProcessEnvInjection } from '../../../../src/vscode/injection/processEnvInjection.ts';
import { RecordingLog } from '../../fakes/memoryStores.ts';

describe('The injection into the process', () => {
  function setUp(env: NodeJS.ProcessEnv = {}) {
    const wanted = new Map<string, string>();
    const log = new RecordingLog();
    const injection = new ProcessEnvInjection(env, () => wanted, log);
    return { env, wanted, log, injection };
  }

  it('sets, changes and removes what is wanted', () => {
    const { env, wanted, injection } = setUp({ OTHER: '1' });
    wanted.set('KIWOOM_TOKEN', 'a');
    injection.update();
    assert.equal(env['KIWOOM_TOKEN'], 'a');
    wanted.set('KIWOOM_TOKEN', 'b');
    injection.update();
    assert.equal(env['KIWOOM_TOKEN'], 'b');
    wanted.clear();
    injection.update();
    assert.deepEqual(env, { OTHER: '1' });
  });

  it('leaves the variables of others alone until it has something to say', () => {
    const { env, injection } = setUp({ KIWOOM_TOKEN: 'exported by hand' });
    injection.update();
    injection.dispose();
    assert.equal(env['KIWOOM_TOKEN'], 'exported by hand');
  });

  it('takes over a variable that has the right value already, and removes it in the end', () => {
    const { env, wanted, injection } = setUp({ KIWOOM_TOKEN: 'a' });
    wanted.set('KIWOOM_TOKEN', 'a');
    injection.update();
    wanted.clear();
    injection.update();
    assert.equal(env['KIWOOM_TOKEN'], undefined);
  });

  it('does not bring a replaced token back: it is long dead', () => {
    const { env, wanted, injection } = setUp({ KIWOOM_TOKEN: 'exported by hand' });
    wanted.set('KIWOOM_TOKEN', 'a');
    injection.update();
    injection.dispose();
    assert.equal(env['KIWOOM_TOKEN'], undefined);
  });

  it('logs names, not values', () => {
    const { wanted, log, injection } = setUp();
    wanted.set('KIWOOM_TOKEN', 'canary');
    injection.update();
    injection.dispose();
    assert.equal(log.lines.length, 2);
    assert.doesNotMatch(JSON.stringify(log.lines), /canary/);
  });
});

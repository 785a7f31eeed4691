import assert from 'node:assert/strict';
import * as httpyac from 'httpyac';
import { connectPlugin } from '../../../../src/vscode/httpyac/connectPlugin.ts';
import { RecordingLog } from '../../fakes/memoryStores.ts';

const parts = {
  enabled: () => true,
  ready: () => Promise.resolve(),
  profile: () => undefined,
  host: () => undefined,
  ensure: () => Promise.reject(new Error('unused')),
  refusal: () => undefined,
  reject: () => Promise.resolve(),
  describeDeath: () => '',
  describe: ({ code }: { readonly code: string }) => code,
  log: new RecordingLog(),
};

describe('The connection with httpyac', () => {
  it('registers with what httpyac exports, for files already parsed too, and leaves no trace', () => {
    const { pluginStore, HttpFileStore } = httpyac.store;
    let cleared = 0;
    class CountingStore extends HttpFileStore {
      override clear(): void {
        cleared += 1;
        super.clear();
      }
    }
    const before = Object.keys(pluginStore);
    const exported = { httpyac, documentStore: { httpFileStore: new CountingStore() } };
    const plugin = connectPlugin(exported, parts);
    assert.deepEqual(Object.keys(pluginStore), [...before, 'kiwoom']);
    assert.equal(cleared, 1);
    plugin?.dispose();
    assert.deepEqual(Object.keys(pluginStore), before);
    assert.equal(cleared, 2);
  });

  it('leaves nothing behind where httpyac fails', () => {
    const { pluginStore } = httpyac.store;
    const before = Object.keys(pluginStore);
    const clear = (): void => {
      throw new Error('busy');
    };
    const exported = { httpyac, documentStore: { httpFileStore: { clear } } };
    assert.throws(() => connectPlugin(exported, parts), /busy/);
    assert.deepEqual(Object.keys(pluginStore), before);
  });

  it('is not made with exports of another kind, which stay as they are', () => {
    const { pluginStore } = httpyac.store;
    const before = Object.keys(pluginStore);
    const clear = (): void => {
      assert.fail('cleared');
    };
    for (const exported of [
      undefined,
      null,
      'httpyac',
      {},
      { httpyac },
      { httpyac, documentStore: {} },
      { httpyac, documentStore: { httpFileStore: { clear: true } } },
      { httpyac: { store: {} }, documentStore: { httpFileStore: { clear } } },
      { httpyac: { store: { pluginStore: 7 } }, documentStore: { httpFileStore: { clear } } },
    ]) {
      assert.equal(connectPlugin(exported, parts), undefined);
    }
    assert.deepEqual(Object.keys(pluginStore), before);
  });
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fingerprint } from '../../../src/node/fingerprint.ts';
import { sealToken } from '../../../src/node/sealing.ts';
import { Secret } from '../../../src/core/base/secret.ts';
import { profileId } from '../../../src/core/model/profile.ts';
import { testKeys } from '../fakes/testProfile.ts';

type Reader = (
  redis: { hget(key: string, field: string): Promise<string | null> },
  account: { environment: string; appkey: string; secretkey: string },
) => Promise<string | undefined>;

describe('The reader in docs/shared-tokens.md', () => {
  const keys = testKeys('an-app-key', 'a-secret-key');
  const id = profileId('mock', fingerprint(keys.appkey));
  const account = { environment: 'mock', appkey: 'an-app-key', secretkey: 'a-secret-key' };
  let sharedToken: Reader;

  before(async () => {
    const page = new URL('../../../docs/shared-tokens.md', import.meta.url);
    const code = /```js\n([\s\S]*?)```/.exec(await readFile(page, 'utf8'))?.[1] ?? '';
    assert.ok(code.split('\n').length <= 41, 'as short as promised');
    const module: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    ({ sharedToken } = module as { sharedToken: Reader });
  });

  const stored = (expiresAt: number, dead: boolean) => ({
    hget: (key: string, field: string) => {
      assert.deepEqual([key, field], [`kiwoom:{default:${id}}:state`, 'sealed']);
      const token = {
        value: new Secret('tok'),
        expiresAt,
        receivedAt: 0,
        clockAheadMs: 0,
        host: 'h',
      };
      return Promise.resolve(sealToken(id, keys, { token, dead }));
    },
  });

  it('reads the token that this extension sealed', async () => {
    assert.equal(await sharedToken(stored(Date.now() + 60_000, false), account), 'tok');
  });

  it('gives no token that is dead, expired or not there', async () => {
    assert.equal(await sharedToken(stored(Date.now() + 60_000, true), account), undefined);
    assert.equal(await sharedToken(stored(Date.now() - 1, false), account), undefined);
    assert.equal(await sharedToken({ hget: () => Promise.resolve(null) }, account), undefined);
  });
});

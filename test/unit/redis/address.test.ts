import assert from 'node:assert/strict';
import { parseSite, parseStoreAddress } from '../../../src/redis/address.ts';

const code = (wanted: string) => (thrown: unknown) =>
  thrown instanceof Error && 'code' in thrown && thrown.code === wanted;

describe('An address of a shared token store', () => {
  it('is taken apart, and what is kept holds no password', () => {
    const { address, password } = parseStoreAddress(' rediss://me:p%40ss@Store.example:6380/2 ');
    assert.equal(password, 'p@ss');
    assert.deepEqual(address, {
      url: 'rediss://me@Store.example:6380/2',
      host: 'store.example',
      port: 6380,
      username: 'me',
      database: 2,
      tls: true,
      loopback: false,
    });
  });

  it('may be as short as a host', () => {
    const { address, password } = parseStoreAddress('redis://localhost');
    assert.equal(password, undefined);
    assert.deepEqual([address.port, address.database, address.tls], [6379, 0, false]);
  });

  for (const url of ['redis://127.0.0.1', 'redis://127.9.9.9:1', 'redis://[::1]:6379']) {
    it(`stays on this machine: ${url}`, () => {
      assert.equal(parseStoreAddress(url).address.loopback, true);
    });
  }

  for (const url of [
    'redis://127.0.0.1.example',
    'redis://10.0.0.1',
    'redis://localhost.example',
  ]) {
    it(`leaves this machine: ${url}`, () => {
      assert.equal(parseStoreAddress(url).address.loopback, false);
    });
  }

  for (const text of [
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis:///0',
    'redis://host/name',
    'redis://host:99999',
    'redis://host?tls=false',
    'redis://host#0',
    'redis://a:%zz@host',
  ]) {
    it(`is refused without being repeated: “${text}”`, () => {
      assert.throws(() => parseStoreAddress(text), code('shared-tokens-address'));
    });
  }

  it('has a site beside it that can be a part of a key name', () => {
    assert.equal(parseSite(''), 'default');
    assert.equal(parseSite(' Seoul-2 '), 'Seoul-2');
    for (const text of ['a b', 'a}b', 'a:b', '{', '서울', '-a', 'a'.repeat(41)]) {
      assert.throws(() => parseSite(text), code('shared-tokens-site'), text);
    }
  });
});

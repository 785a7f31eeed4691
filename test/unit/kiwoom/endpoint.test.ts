import assert from 'node:assert/strict';
import { liveServer } from '../../../src/core/model/liveServer.ts';
import { endpointOrigin } from '../../../src/kiwoom/endpoint.ts';

describe('An endpoint in the settings', () => {
  for (const setting of [
    liveServer.hosts.real,
    liveServer.hosts.mock,
    'https://api.kiwoom.com/',
    'http://127.0.0.1:18080',
    'http://localhost:18080/',
    'http://[::1]:18080',
  ]) {
    it(`may be ${setting}`, () => {
      assert.equal(endpointOrigin(setting), setting.replace(/\/$/, ''));
    });
  }

  for (const setting of [
    '',
    'api.kiwoom.com',
    'https://user:password@api.kiwoom.com',
    'https://api.kiwoom.com/path',
    'https://api.kiwoom.com/?q=1',
    'https://api.kiwoom.com/#f',
    'ftp://api.kiwoom.com',
    'ftp://127.0.0.1',
    'ws://localhost:18080',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ]) {
    it(`may not be "${setting}"`, () => {
      assert.throws(() => endpointOrigin(setting), { code: 'endpoint-refused' });
    });
  }

  for (const host of [
    'api.kiwoom.com',
    '192.168.0.10:18080',
    '127.0.0.1.example.test',
    'localhost.example.test',
    'localhost.:18080',
    'host.docker.internal:18080',
    '[::ffff:7f00:1]:18080',
    '0.0.0.0:18080',
  ]) {
    it(`may not be ${host} without encryption, and that is said`, () => {
      assert.throws(() => endpointOrigin(`http://${host}`), {
        code: 'endpoint-refused',
        details: { subject: host, unencrypted: true },
      });
    });
  }

  it('may be a host with another name and https', () => {
    const setting = 'https://host.docker.internal:18443';
    assert.equal(endpointOrigin(setting), setting);
  });

  it('never shows a password in the error', () => {
    assert.throws(
      () => endpointOrigin('https://user:hunter2@api.kiwoom.com'),
      (error: Error) => !JSON.stringify(error).includes('hunter2'),
    );
  });
});

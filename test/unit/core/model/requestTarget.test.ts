import assert from 'node:assert/strict';
import { goesTo, hostOf } from '../../../../src/core/model/requestTarget.ts';

const real = 'https://api.kiwoom.com';

describe('A request goes to the server of a token', () => {
  for (const url of [
    'https://api.kiwoom.com/api/dostk/acnt',
    'https://API.kiwoom.com:443/api/dostk/acnt?a=b',
    'wss://api.kiwoom.com:10000/api/dostk/websocket',
    'wss://api.kiwoom.com/api/dostk/websocket',
  ]) {
    it(url, () => {
      assert.ok(goesTo(real, url));
    });
  }

  it('on this computer with its port', () => {
    assert.ok(goesTo('http://127.0.0.1:8080', 'http://127.0.0.1:8080/api/dostk/acnt'));
    assert.ok(goesTo('http://127.0.0.1:8080', 'ws://127.0.0.1:8080/api/dostk/websocket'));
  });
});

describe('A request does not go to the server of a token', () => {
  for (const [why, url] of [
    ['the other environment', 'https://mockapi.kiwoom.com/api/dostk/acnt'],
    ['in clear text', 'http://api.kiwoom.com/api/dostk/acnt'],
    ['WebSocket in clear text', 'ws://api.kiwoom.com:10000/api/dostk/websocket'],
    ['another port', 'https://api.kiwoom.com:8443/api/dostk/acnt'],
    ['another port of WebSockets', 'wss://api.kiwoom.com:9999/api/dostk/websocket'],
    ['a host that begins like it', 'https://api.kiwoom.com.example/api/dostk/acnt'],
    ['a host hidden behind a user name', 'https://api.kiwoom.com@example.com/'],
    ['a backslash', 'https://example.com\\@api.kiwoom.com/'],
    ['a sub-domain', 'https://x.api.kiwoom.com/'],
    ['another protocol', 'ftp://api.kiwoom.com/'],
    ['a variable that was not resolved', '{{host}}/api/dostk/acnt'],
    ['nothing', ''],
  ] as const) {
    it(`with ${why}`, () => {
      assert.ok(!goesTo(real, url));
    });
  }

  it('where the server is unknown', () => {
    assert.ok(!goesTo('', ''));
    assert.ok(!goesTo('null', 'null'));
  });
});

describe('The host of an address', () => {
  it('leaves out what can hold a secret', () => {
    assert.equal(hostOf('https://user:password@example.com:81/path?key=1'), 'example.com:81');
    assert.equal(hostOf('{{host}}/path'), '');
  });
});

import assert from 'node:assert/strict';
import { webSocketHost } from '../../../../src/core/model/webSocketHost.ts';

describe('WebSockets go to', () => {
  for (const [where, host, expected] of [
    ['the port that Kiwoom has for them', 'https://api.kiwoom.com', 'wss://api.kiwoom.com:10000'],
    ['that port too', 'https://mockapi.kiwoom.com:443', 'wss://mockapi.kiwoom.com:10000'],
    ['the port of the settings', 'https://relay.test:8443', 'wss://relay.test:8443'],
    ['the one port of a server on this computer', 'http://127.0.0.1:4010', 'ws://127.0.0.1:4010'],
    ['its usual port', 'http://localhost', 'ws://localhost:80'],
    ['the environment of the gateway', 'http://127.0.0.1:1/mock', 'ws://127.0.0.1:1/mock'],
  ] as const) {
    it(`${where}, for ${host}`, () => {
      assert.equal(webSocketHost(host), expected);
    });
  }
});

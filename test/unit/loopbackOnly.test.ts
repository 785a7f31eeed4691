import assert from 'node:assert/strict';
import dns from 'node:dns';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { LeftTheMachineError } from '../loopbackOnly.ts';

describe('The loopback guard', () => {
  it('refuses a socket to another machine', async () => {
    await assert.rejects(once(net.connect(443, '192.0.2.1'), 'connect'), LeftTheMachineError);
    const options = { host: '192.0.2.1', port: 443 };
    await assert.rejects(once(net.connect(options), 'connect'), LeftTheMachineError);
  });

  for (const host of ['192.0.2.1', 'api.kiwoom.example']) {
    it(`refuses a request to ${host}`, async () => {
      await assert.rejects(once(http.get(`http://${host}/`), 'response'), LeftTheMachineError);
      await assert.rejects(once(https.get(`https://${host}/`), 'response'), LeftTheMachineError);
      await assert.rejects(fetch(`https://${host}/`), (error: Error) => {
        assert.ok(error.cause instanceof LeftTheMachineError);
        return true;
      });
    });
  }

  it('refuses to look up a name', async () => {
    await assert.rejects(promisify(dns.lookup)('api.kiwoom.example'), LeftTheMachineError);
  });

  it('lets a socket to this machine through', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
    server.close();
  });
});

import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { LeftTheMachineError } from '../loopbackOnly.ts';

describe('The loopback guard', () => {
  it('refuses a socket to another machine', () => {
    assert.throws(() => net.connect(443, '192.0.2.1'), LeftTheMachineError);
    assert.throws(() => net.connect({ host: '192.0.2.1', port: 443 }), LeftTheMachineError);
  });

  it('refuses a request to a name that is not this machine', async () => {
    await assert.rejects(
      new Promise((_resolve, reject) => {
        http.get('http://api.kiwoom.example/', reject).on('error', reject);
      }),
      LeftTheMachineError,
    );
  });

  it('lets a socket to this machine through', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    server.close();
  });
});

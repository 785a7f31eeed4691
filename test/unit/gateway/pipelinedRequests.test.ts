import assert from 'node:assert/strict';
import net from 'node:net';
import { leave, order, query, queryBytes, sendBytes, until } from './faultRow.ts';
import { TestGateway } from './testGateway.ts';

describe('Requests that one connection sends without waiting for the answers', () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await TestGateway.start();
  });
  afterEach(() => gateway.close());

  /** An order that keeps its connection. */
  const orderBytes = (): string => {
    const body = JSON.stringify(order);
    return [
      'POST /real/api/dostk/ordr HTTP/1.1',
      `Host: 127.0.0.1:${gateway.port}`,
      `Authorization: Bearer ${gateway.passOf(gateway.real)}`,
      'api-id: kt10000',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
  };
  const sent = (): (string | null)[] =>
    gateway.simulator.control.calls({ kind: 'tr' }).map(({ apiId }) => apiId);

  it('are answered one after the other', async () => {
    const bytes = orderBytes() + orderBytes() + queryBytes(gateway);
    const received = await sendBytes(gateway, bytes);
    assert.equal(received.match(/"return_code":0/g)?.length, 3);
    assert.deepEqual(sent(), ['kt10000', 'kt10000', 'ka10001']);
  });

  it('end with the one whose answer ends the connection: no order behind it is asked about or sent', async () => {
    const refused = `GET /real/api/dostk/ordr HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\n\r\n`;
    const received = await sendBytes(gateway, refused + orderBytes() + orderBytes());
    assert.match(received, /^HTTP\/1\.1 405 /);
    await gateway.call('ka10001', query);
    assert.deepEqual(gateway.orders.asked, []);
    assert.deepEqual(sent(), ['ka10001']);
  });

  it('end with the one during which the client leaves', async () => {
    const { promise: answer, resolve: allow } = Promise.withResolvers<boolean>();
    gateway.orders.allowed = answer;
    const asked = until(() => gateway.orders.asked.length > 0);
    await leave(orderBytes() + orderBytes(), gateway, asked);
    const [connection] = gateway.orders.connections;
    await until(() => connection instanceof net.Socket && connection.closed);
    allow(true);
    await gateway.call('ka10001', query);
    assert.equal(gateway.orders.asked.length, 1);
    assert.deepEqual(sent(), ['ka10001']);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { usualLimits } from '../../../src/gateway/gatewayLimits.ts';
import { queryBytes, sendBytes, sendQuery } from './faultRow.ts';
import { TestGateway } from './testGateway.ts';

const limits = {
  ...usualLimits,
  headersMs: 15,
  requestMs: 15,
  idleMs: 60,
  keepAliveMs: 15,
  checkMs: 5,
};

describe('Any bytes that a program may send to the gateway', () => {
  let gateway: TestGateway;
  before(async () => {
    // A wrong pass does not wait long.
    gateway = await TestGateway.start({ limits, haste: 1_000 });
    await gateway.domain.tokens.ensure(gateway.real);
  });
  after(() => gateway.close());
  beforeEach(() => {
    gateway.simulator.control.clearCalls();
  });

  it('never reach Kiwoom and never harm, if they are no request', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await sendBytes(gateway, Buffer.from(bytes).toString('latin1'));
        assert.equal(gateway.trs, 0);
      }),
      { numRuns: 50 },
    );
    // It still answers; with so little patience, not always at once.
    while ((await sendQuery(gateway)) === 'cut');
  });

  it('never reach Kiwoom if they are but a part of a request', async () => {
    const whole = queryBytes(gateway);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        await sendBytes(gateway, whole.slice(0, length));
        assert.equal(gateway.trs, 0);
      }),
      { numRuns: 30 },
    );
  });

  it('reach Kiwoom as the call that was meant or not at all, if a request is changed', async () => {
    const whole = queryBytes(gateway);
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      remove: fc.nat(4),
      insert: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom('\r\n', '\n', '\0', ' ', ':', '%2e', '../', 'Origin: a\r\n', '\r\n\r\n'),
      ),
    });
    const { path, method } = { path: '/api/dostk/stkinfo', method: 'POST' };
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        gateway.simulator.control.clearCalls();
        const bytes = changes.reduce(
          (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
          whole,
        );
        await sendBytes(gateway, bytes);
        const token = gateway.domain.tokens.current(gateway.real)?.value.reveal();
        for (const call of gateway.simulator.control.calls()) {
          const { apiId, environment } = call;
          assert.deepEqual(
            { apiId, environment, path: call.path, method: call.method, token: call.token },
            { apiId: 'ka10001', environment: 'real', path, method, token },
          );
          assert.equal(typeof JSON.parse(call.body), 'object');
        }
      }),
      { numRuns: 120 },
    );
  });
});

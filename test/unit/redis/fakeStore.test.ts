import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as scripts from '../../../src/redis/scripts.ts';
import { noRedisServer, RedisServer } from '../../host/redisServer.ts';
import { FakeStore } from '../fakes/fakeStore.ts';

const missing = noRedisServer();

/** What a machine may send next; fences and versions are those that it was given before. */
interface Step {
  readonly what: 'read' | 'acquire' | 'extend' | 'release' | 'write' | 'revoke' | 'tell';
  readonly machine: 0 | 1;
  readonly proof: 'fence' | 'version' | 'old version';
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom(
      'read',
      'acquire',
      'extend',
      'release',
      'write',
      'revoke',
      'tell',
      'write',
      'acquire',
    ),
    machine: fc.constantFrom(0, 1),
    proof: fc.constantFrom('fence', 'version', 'old version'),
  }),
  { minLength: 1, maxLength: 25 },
);

type Run = (script: string, keys: readonly string[], args: readonly string[]) => Promise<unknown>;

/** What is answered to each step, with the numbers of the clock left out. */
async function answers(run: Run, taken: readonly Step[]): Promise<unknown[]> {
  const [lock, fence, state] = ['{a}:lock', '{a}:fence', '{a}:state'];
  const fences = ['1', '1'];
  const versions = [''];
  const seen: unknown[] = [];
  for (const [index, { what, machine, proof }] of taken.entries()) {
    const owner = `machine ${machine}`;
    const version = proof === 'version' ? versions.at(-1) : versions[0];
    const proven = proof === 'fence' ? [fences[machine] ?? '', ''] : ['', version ?? ''];
    const change = [...proven, '{a}:changes', `message ${index}`];
    const reply = await {
      read: () => run(scripts.readScript, [state], []),
      acquire: () => run(scripts.acquireScript, [lock, fence, state], [owner, '60000']),
      extend: () => run(scripts.extendScript, [lock], [owner, '60000']),
      release: () => run(scripts.releaseScript, [lock], [owner, '{a}:changes', 'released']),
      write: () => run(scripts.writeScript, [state, fence], [...change, `token ${index}`, '60000']),
      revoke: () => run(scripts.revokeScript, [state, fence], [...change, '', '0', '']),
      tell: () => run(scripts.revokeScript, [state, fence], [...change, 'revoked', '60000', '1']),
    }[what]();
    if (what === 'acquire' && Array.isArray(reply) && reply[0] === 1) {
      fences[machine] = String(reply[1]);
    }
    const now = (await run(scripts.readScript, [state], [])) as (string | null)[];
    versions.push(now[3] ?? '');
    seen.push([what, withoutNumbers(reply), now.slice(0, 3)]);
  }
  return seen;
}

function withoutNumbers(reply: unknown): unknown {
  if (!Array.isArray(reply)) return reply;
  const [first, , state] = reply as unknown[];
  if (first === 0) return [0];
  if (first === 1) return [1, (state as unknown[]).slice(0, 3)];
  return reply.slice(0, 3);
}

describe(`The store of the tests${missing === undefined ? '' : ` (${missing})`}`, () => {
  let server: RedisServer;
  before(async function () {
    if (missing === undefined) server = await RedisServer.start();
    else this.skip();
  });
  after(async () => {
    if (missing === undefined) await server.stop();
  });

  /** Both stores begin empty each time. */
  async function agrees<T>(
    given: fc.Arbitrary<T>,
    replies: (run: Run, given: T) => Promise<unknown>,
    now: () => number,
    numRuns: number,
  ): Promise<void> {
    const client = server.client();
    const real: Run = (script, keys, args) => client.eval(script, keys.length, ...keys, ...args);
    const property = fc.asyncProperty(given, async (each) => {
      await client.flushall();
      const store = new FakeStore({ now });
      const fake: Run = (...asked) => Promise.resolve(store.run(...asked));
      assert.deepEqual(await replies(fake, each), await replies(real, each));
    });
    await fc.assert(property, { numRuns });
  }

  it('gives turns out as a real one does', async () => {
    // Each takes so long that the time between two commands makes no difference.
    const [window, way, longest] = [1_000, 200, 4_500].map((seconds) => seconds * 1_000_000);
    const rough = (reply: unknown): unknown =>
      typeof reply === 'number' && reply > 1 ? Math.round(reply / 100_000) : reply;
    const taken = fc.array(
      fc.record({
        what: fc.constantFrom('turn', 'turn', 'turn', 'arrived', 'leave'),
        call: fc.nat(6),
      }),
      { minLength: 1, maxLength: 20 },
    );
    const replies = async (
      run: Run,
      given: typeof taken extends fc.Arbitrary<infer T> ? T : never,
    ) => {
      const seen: unknown[] = [];
      for (const { what, call } of given) {
        const args = what === 'turn' ? [call, 2, window, way, longest].map(String) : [String(call)];
        const script = {
          turn: scripts.turnScript,
          arrived: scripts.arrivedScript,
          leave: scripts.leaveTurnScript,
        }[what];
        seen.push(rough(await run(script, ['{a}:calls'], args)));
      }
      return seen;
    };
    await agrees(taken, replies, () => Date.now(), 100);
  });

  it('answers as a real one does', async () => {
    // Each command takes a moment there: no two numbers are the same.
    let now = Date.now();
    await agrees(steps, answers, () => (now = Math.max(now + 1, Date.now())), 150);
  });
});

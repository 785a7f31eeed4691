import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { KiwoomError } from '../../../src/core/base/errors.ts';
import { publishedServerCodes } from '../../../src/kiwoom/serverCodes.ts';
import { describeError } from '../../../src/vscode/shell/messages.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { FakeClock } from '../fakes/fakeClock.ts';
import { english } from './english.ts';
import { Life } from './life.ts';
import type { Row } from './row.ts';
import { clockRows } from './rows/clockRows.ts';
import { deathRows } from './rows/deathRows.ts';
import { diskRows } from './rows/diskRows.ts';
import { networkRows } from './rows/networkRows.ts';
import { replyRows } from './rows/replyRows.ts';
import { codesAtCalls, codesAtRenewals, codesAtRevokes, codeRows } from './rows/codeRows.ts';
import { serverRows } from './rows/serverRows.ts';
import { windowRows } from './rows/windowRows.ts';

const matrix: Readonly<Record<string, readonly Row[]>> = {
  'The network': networkRows,
  'The reply': replyRows,
  'A code of the server': codeRows,
  'The server': serverRows,
  'The end of a token': deathRows,
  'The clock': clockRows,
  'The disk': diskRows,
  'Windows and profiles': windowRows,
};

describe('What the user sees, and what the server gets, when something goes wrong:', () => {
  let machine: FakeClock;
  let simulator: Simulator;
  let life: Life;
  before(async () => {
    machine = new FakeClock();
    simulator = await startSimulator({ now: () => machine.now() });
  });
  after(() => simulator.close());
  beforeEach(async () => {
    machine = new FakeClock();
    await simulator.control.reset();
  });
  afterEach(() => life.end());

  async function happens({ environment = 'mock', arrange, act, expected }: Row): Promise<void> {
    life = await Life.begin(simulator, machine, environment);
    await arrange?.(life);
    const thrown: unknown = await act(life).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    await life.settle();
    assert.ok(thrown === undefined || thrown instanceof KiwoomError, inspect(thrown));
    const error = thrown ?? life.window.complaint(life.profile);
    const message = error === undefined ? undefined : describeError(error, english).message;
    const { issue, revoke, tr, other } = simulator.control.counts();
    // A check at half of the token's life belongs to no row.
    const requests = { issue, revoke, tr: tr - life.ownChecks };
    const seen = { status: life.window.status(life.profile), requests };
    assert.deepEqual(seen, {
      status: expected.status,
      requests: { issue: 0, revoke: 0, tr: 0, ...expected.requests },
    });
    assert.equal(other, 0);
    assert.equal(message?.slice(0, expected.message?.length), expected.message, message);
  }

  for (const [about, rows] of Object.entries(matrix)) {
    describe(about, () => {
      for (const row of rows) it(row.name, () => happens(row));
    });
  }
});

describe('The fault matrix', () => {
  it('has every published code of the server', () => {
    const codes = [...codesAtRenewals, ...codesAtCalls, ...codesAtRevokes].map(([code]) => code);
    assert.deepEqual([...new Set<number>(codes)].sort(), [...publishedServerCodes].sort());
  });

  it('has at least 40 rows, each with a name of its own', () => {
    const names = Object.entries(matrix).flatMap(([about, rows]) =>
      rows.map(({ name }) => `${about} ${name}`),
    );
    assert.ok(names.length >= 40);
    assert.equal(new Set(names).size, names.length);
  });
});

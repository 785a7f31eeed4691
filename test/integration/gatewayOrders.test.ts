import assert from 'node:assert/strict';
import { CancelledError } from '../../src/core/base/errors.ts';
import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { GatewayOrders } from '../../src/vscode/passes/gatewayOrders.ts';
import type { confirmOrder } from '../../src/vscode/shell/orderQuestion.ts';
import { FakeClock } from '../unit/fakes/fakeClock.ts';
import { testProfile } from '../unit/fakes/testProfile.ts';
import { until } from './extension.ts';
import { putSetting } from './settingsWindow.ts';

const order = { profile: testProfile('real'), apiId: 'kt10000', body: { stk_cd: '005930' } };
const stays = (): boolean => true;

describe('An order of a program', () => {
  let clock: FakeClock;
  let orders: GatewayOrders;
  let asked: PromiseWithResolvers<boolean>[];
  let offered: (string | undefined)[];
  let told: string[];

  beforeEach(async () => {
    [clock, asked, offered, told] = [new FakeClock(), [], [], []];
    const ask: typeof confirmOrder = ({ always }) => {
      const question = Promise.withResolvers<boolean>();
      offered.push(always);
      asked.push(question);
      return question.promise;
    };
    orders = new GatewayOrders(clock, await loadTrCatalogue(), ask, (text) => told.push(text));
  });
  afterEach(() => putSetting('kiwoom', 'gateway.orders', undefined));

  const send = async (connection?: object): Promise<Promise<boolean>[]> => {
    const sent = orders.mayGo(order, connection, stays);
    await until(() => asked.length > 0);
    return [sent];
  };

  it('goes if the user says so, and asks again', async () => {
    const connection = {};
    const [first] = await send(connection);
    asked.pop()?.resolve(false);
    assert.equal(await first, true);
    const [second] = await send(connection);
    asked.pop()?.reject(new CancelledError());
    assert.equal(await second, false);
    assert.deepEqual(told, []);
  });

  it('asks once for a connection that may send more, and for no other', async () => {
    const connection = {};
    const [first] = await send(connection);
    asked.pop()?.resolve(true);
    assert.equal(await first, true);
    assert.equal(await orders.mayGo(order, connection, stays), true);
    const [other] = await send({});
    asked.pop()?.reject(new CancelledError());
    assert.equal(await other, false);
  });

  it('offers that to no client which connects anew for each order', async () => {
    const [kept] = await send({});
    asked.pop()?.resolve(false);
    const [first] = await send();
    asked.pop()?.resolve(false);
    assert.deepEqual(await Promise.all([kept, first]), [true, true]);
    assert.deepEqual(offered, ['Allow Orders of This Connection', undefined]);
    const [second] = await send();
    asked.pop()?.reject(new CancelledError());
    assert.equal(await second, false);
  });

  it('is refused after 60 seconds, and a later yes counts for nothing', async () => {
    const connection = {};
    const [sent] = await send(connection);
    clock.advance(59_999);
    assert.equal(told.length, 0);
    clock.advance(1);
    assert.equal(await sent, false);
    assert.match(told.join(), /^Not sent, no answer in 60 seconds.*kt10000/);
    const late = asked.pop();
    late?.resolve(true);
    await until(() => told.length === 2);
    assert.match(told.at(-1) ?? '', /^Too late/);
    const [next] = await send(connection);
    assert.equal(asked.length, 1, 'it is asked anew');
    asked.pop()?.reject(new CancelledError());
    assert.equal(await next, false);
  });

  it('is not asked about if its program left before its turn', async () => {
    const [first] = await send({});
    let waits = true;
    const second = orders.mayGo(order, {}, () => waits);
    waits = false;
    asked.pop()?.resolve(false);
    assert.deepEqual(await Promise.all([first, second]), [true, false]);
    assert.equal(asked.length, 0);
  });

  it('is refused without a question if the settings say so by its turn', async () => {
    const [first] = await send({});
    const second = orders.mayGo(order, {}, stays);
    await putSetting('kiwoom', 'gateway.orders', 'refuse');
    asked.pop()?.resolve(false);
    assert.deepEqual(await Promise.all([first, second]), [true, false]);
    assert.equal(asked.length, 0);
  });

  it('is not asked about where the settings say, nor on a mock account', async () => {
    await putSetting('kiwoom', 'gateway.orders', 'refuse');
    assert.equal(await orders.mayGo(order, {}, stays), false);
    await putSetting('kiwoom', 'gateway.orders', 'allow');
    assert.equal(await orders.mayGo(order, {}, stays), true);
    const mock = { ...order, profile: testProfile('mock') };
    await putSetting('kiwoom', 'gateway.orders', 'refuse');
    assert.equal(await orders.mayGo(mock, {}, stays), true);
    assert.equal(asked.length, 0);
  });
});

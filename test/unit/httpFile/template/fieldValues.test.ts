import assert from 'node:assert/strict';
import type { Tr, TrCatalogue, TrField } from '../../../../src/core/model/tr.ts';
import { type FieldValue, fieldValue } from '../../../../src/httpFile/template/fieldValues.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';

const today = '20261124';

describe('A value for a field of a TR', () => {
  let catalogue: TrCatalogue;
  before(async () => {
    catalogue = await loadTrCatalogue();
  });

  const valueOf = (id: string, name: string): FieldValue => {
    const tr = catalogue.find(id);
    const field = tr?.request.find((each) => each.name === name);
    assert.ok(tr !== undefined && field !== undefined);
    return fieldValue(tr, field, today);
  };

  const fields = function* (): Generator<{ tr: Tr; field: TrField; value: FieldValue }> {
    for (const tr of catalogue.all) {
      for (const field of tr.request) {
        if (field.type !== 'list') yield { tr, field, value: fieldValue(tr, field, today) };
      }
    }
  };

  for (const [what, id, name, value] of [
    ['the first allowed code', 'kt10000', 'trde_tp', '0'],
    ['a stock', 'ka10001', 'stk_cd', '005930'],
    ['an ETF', 'ka40002', 'stk_cd', '069500'],
    ['gold', 'kt50000', 'stk_cd', 'M04020000'],
    ['today', 'ka10081', 'base_dt', today],
    ['today, where the guide gives no format', 'ka01690', 'qry_dt', today],
    ['the stocks to watch', '0B', 'item', ['005930']],
    ['the index to watch', '0J', 'item', ['001']],
    ['no item for what is about the account', '00', 'item', ['']],
    ['the real-time kind, which is the TR', '0B', 'type', ['0B']],
    ['the first page', 'ka10172', 'cont_yn', 'N'],
    ['no price of an order', 'kt10000', 'ord_uv', ''],
    ['an order number that nobody has', 'kt10002', 'orig_ord_no', '0000000'],
    ['no key', 'au10001', 'secretkey', ''],
  ] as const) {
    it(`is ${what}: ${id} ${name}`, () => {
      assert.deepEqual(valueOf(id, name), value);
    });
  }

  it('is there for every required field but keys and tokens', () => {
    const empty = [...fields()].filter(
      ({ tr, field, value }) =>
        field.required === true && value === '' && !tr.path.startsWith('/oauth2/'),
    );
    assert.deepEqual(empty, []);
  });

  it('is an allowed code wherever the guide lists them, unless it may be left out', () => {
    const wrong = [...fields()].filter(
      ({ field: { values }, value }) =>
        values !== undefined &&
        ![value].flat().every((text) => text === '' || values.some(([code]) => code === text)),
    );
    assert.deepEqual(wrong, []);
  });

  it('is not too long, but where the guide contradicts itself', () => {
    const tooLong = [...fields()].filter(
      ({ field: { length = Infinity }, value }) => value.length > length,
    );
    assert.deepEqual(
      tooLong.map(({ tr, field }) => `${tr.id} ${field.name}`),
      ['ka10019 trde_qty_tp'],
    );
  });

  it('orders one at most', () => {
    const quantities = [...fields()].filter(
      ({ tr, field }) => tr.order && field.name.includes('qty'),
    );
    assert.ok(quantities.length > 0);
    for (const { value } of quantities) assert.equal(value, '1');
  });
});

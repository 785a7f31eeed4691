import assert from 'node:assert/strict';
import { describeOrder } from '../../../../src/core/calls/orderDescription.ts';
import type { Tr } from '../../../../src/core/model/tr.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { orderLines } from '../../../../src/vscode/shell/orderText.ts';
import { english } from '../../life/english.ts';

async function tr(id: string): Promise<Tr> {
  const found = (await loadTrCatalogue()).find(id);
  assert.ok(found);
  return found;
}

describe('An order before it is confirmed', () => {
  it('is told as side, stock, quantity, price, order type and exchange', async () => {
    const body = {
      dmst_stex_tp: 'KRX',
      trde_tp: '0',
      ord_uv: '71000',
      ord_qty: '10',
      stk_cd: '005930',
    };
    assert.equal(
      orderLines(describeOrder(await tr('kt10000'), body), english),
      [
        'BUY',
        'Stock code: 005930',
        'Quantity: 10',
        'Price: 71000',
        'Order type: 0 (보통)',
        'Exchange: KRX (한국거래소)',
      ].join('\n'),
    );
  });

  for (const [id, kind] of [
    ['kt10000', 'buy'],
    ['kt10001', 'sell'],
    ['kt10002', 'modify'],
    ['kt10003', 'cancel'],
    ['kt10006', 'buy'],
    ['kt10009', 'cancel'],
    ['kt50001', 'sell'],
    ['ust20000', 'buy'],
    ['ust20002', 'modify'],
    ['ust21202', 'cancel'],
    ['ust31300', 'other'],
  ] as const) {
    it(`is a “${kind}” for ${id}`, async () => {
      assert.equal(describeOrder(await tr(id), {}).kind, kind);
    });
  }

  it('names what is cancelled or changed', async () => {
    const body = { orig_ord_no: '0000139', stk_cd: '005930', cncl_qty: '3' };
    assert.equal(
      orderLines(describeOrder(await tr('kt10003'), body), english),
      'CANCEL AN ORDER\nStock code: 005930\nQuantity to cancel: 3\nOriginal order number: 0000139',
    );
  });

  it('says that a price is sent empty, and what a field that nobody published holds', async () => {
    const body = { ord_uv: '', secret_flag: { a: 1 } };
    assert.equal(
      orderLines(describeOrder(await tr('kt10000'), body), english),
      'BUY\nPrice: (empty)\nsecret_flag: {"a":1}',
    );
  });

  it('cannot be made to look like another one by line ends, hidden marks or length', async () => {
    const body = {
      stk_cd: '005930\nQuantity: 1',
      ord_qty: '\u202E0001\u2066',
      note: 'x'.repeat(5_000),
      '\u2028evil\nname': '1',
    };
    const text = orderLines(describeOrder(await tr('kt10000'), body), english);
    assert.equal(text.split('\n').length, 5);
    assert.ok(text.length < 400);
    assert.doesNotMatch(text, /[\u202E\u2066\u2028]/u);
  });

  it('is not longer than a dialog, however many fields there are', async () => {
    const body = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at}`, '1']));
    const described = describeOrder(await tr('kt10000'), { ...body, ord_qty: '7' });
    assert.equal(described.facts.length, 14);
    assert.equal(described.facts[0]?.name, 'ord_qty');
    assert.equal(described.more, 187);
    assert.match(orderLines(described, english), /… and 187 more fields$/);
  });
});

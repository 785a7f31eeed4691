import assert from 'node:assert/strict';
import { boundReply } from '../../../src/agents/boundedReply.ts';

const known = [
  { name: 'stk_cd', nameKo: '종목코드' },
  { name: 'chart', nameKo: '일봉' },
  { name: 'dt', nameKo: '일자', parent: 'chart' },
  { name: 'dt', nameKo: '체결일', parent: 'trades' },
];
const rows = (count: number): object[] =>
  Array.from({ length: count }, (_, at) => ({ dt: String(at + 1) }));
const bounds = { firstRow: 1, maxRows: 50, maxBytes: 24 * 1024, secrets: [] };

describe('A reply as an agent reads it', () => {
  it('has the first rows of a list and tells how to ask for the others', () => {
    const { data, leftOut } = boundReply({ stk_cd: '005930', chart: rows(600) }, known, bounds);
    assert.equal((data['chart'] as unknown[]).length, 50);
    assert.deepEqual(leftOut, ['"chart": rows 51 to 600 of 600; call again with "first_row": 51']);
  });

  it('goes on where it was told to', () => {
    const reply = { chart: rows(60) };
    const { data, leftOut } = boundReply(reply, known, { ...bounds, firstRow: 51 });
    assert.deepEqual((data['chart'] as unknown[])[0], { dt: '51' });
    assert.deepEqual(leftOut, ['"chart": rows 1 to 50 of 60']);
  });

  it('never takes more than its bytes, whatever the server sends', () => {
    const wide = Array.from({ length: 500 }, () => ({ text: '가'.repeat(200) }));
    const flat = Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`f${at}`, 'x']));
    for (const reply of [{ a: wide, b: wide }, flat, { ...flat, a: wide }]) {
      const { data, leftOut } = boundReply(reply, known, { ...bounds, maxRows: 200 });
      assert.ok(Buffer.byteLength(JSON.stringify(data)) <= bounds.maxBytes);
      assert.ok(leftOut.length > 0);
    }
  });

  it('gives two lists their share each', () => {
    const wide = Array.from({ length: 100 }, () => ({ text: '가'.repeat(200) }));
    const { data } = boundReply({ a: wide, b: wide }, known, { ...bounds, maxRows: 200 });
    const [a, b] = [data['a'] as unknown[], data['b'] as unknown[]];
    assert.ok(a.length > 10 && Math.abs(a.length - b.length) <= 1, `${a.length} ${b.length}`);
  });

  it('tells two fields of one name apart', () => {
    const { meanings } = boundReply({ chart: rows(1), trades: rows(1) }, known, bounds);
    assert.deepEqual(meanings, { chart: '일봉', dt: '일자', 'trades.dt': '체결일' });
  });

  it('has everything in one line of plain text, lists in rows and odd values too', () => {
    const { data } = boundReply(
      { a: [{ b: ['x', 1], c: { d: '\u200bz' }, e: null }, 'text', 3], f: { g: { h: 1 } } },
      known,
      bounds,
    );
    assert.deepEqual(data, {
      f: '{"g":{"h":1}}',
      a: [{ b: '["x",1]', c: '{"d":" z"}', e: null }, 'text', 3],
    });
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatKoreanTime,
  koreanDate,
  parseKoreanTime,
  parseTimeOfDay,
} from '../../../../src/core/time/koreanTime.ts';

describe('Korean time', () => {
  it('is nine hours ahead of UTC', () => {
    assert.equal(parseKoreanTime('20241107083713'), Date.UTC(2024, 10, 6, 23, 37, 13));
    assert.equal(formatKoreanTime(Date.UTC(2024, 10, 6, 23, 37, 13)), '2024-11-07 08:37:13');
  });

  it('is a day ahead of UTC from three in the afternoon on', () => {
    assert.equal(koreanDate(Date.UTC(2024, 11, 31, 14, 59, 59)), '20241231');
    assert.equal(koreanDate(Date.UTC(2024, 11, 31, 15)), '20250101');
  });

  it('knows leap days', () => {
    assert.notEqual(parseKoreanTime('20240229000000'), undefined);
    assert.equal(parseKoreanTime('20250229000000'), undefined);
  });

  for (const text of [
    '',
    '2024110708371',
    '202411070837133',
    '20241301000000',
    '20240230000000',
    '20240100000000',
    '20241107240000',
    '20241107083760',
    '2024-11-07 08:37',
    '00000000000000',
    '２０２４１１０７０８３７１３',
    ' 20241107083713',
  ]) {
    it(`refuses "${text}"`, () => {
      assert.equal(parseKoreanTime(text), undefined);
    });
  }

  it('survives a round trip at any second', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9998-01-01'), noInvalidDate: true }),
        (date) => {
          const second = Math.floor(date.getTime() / 1000) * 1000;
          assert.equal(parseKoreanTime(formatKoreanTime(second).replace(/\D/g, '')), second);
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseKoreanTime(text)));
  });

  for (const text of ['', '24:00', '8:30', '08:60', '0830', '08:30:00', 'noon']) {
    it(`does not take "${text}" for a time of day`, () => {
      assert.equal(parseTimeOfDay(text), undefined);
    });
  }
});

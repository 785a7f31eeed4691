import assert from 'node:assert/strict';
import { TrSearch } from '../../../../src/core/calls/trSearch.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';
import { questions } from './trQuestions.ts';

const search = new TrSearch((await loadTrCatalogue()).all);

/** What people type into the list, and the TR that they mean. */
const searches: readonly (readonly [typed: string, meant: string])[] = [
  ['kt10000', 'kt10000'],
  ['KT10001', 'kt10001'],
  ['매수', 'kt10000'],
  ['매도', 'kt10001'],
  ['주문', 'kt10000'],
  ['주문 취소', 'kt10003'],
  ['취소', 'kt10003'],
  ['정정', 'kt10002'],
  ['매수 주문', 'kt10000'],
  ['주문 매수', 'kt10000'],
  ['매수주문', 'kt10000'],
  ['kt10000 매수', 'kt10000'],
  ['국내주식 주문', 'kt10000'],
  ['국내주식 매도', 'kt10001'],
  ['신용 매수', 'kt10006'],
  ['금현물 매수', 'kt50000'],
  ['미국 매수', 'ust20000'],
  ['현재가', 'ka10001'],
  ['시세', 'ka10001'],
  ['호가', 'ka10004'],
  ['잔고', 'kt00018'],
  ['보유종목', 'kt00018'],
  ['보유 종목', 'kt00018'],
  ['예수금', 'kt00001'],
  ['계좌 번호', 'ka00001'],
  ['계좌번호', 'ka00001'],
  ['미체결', 'ka10075'],
  ['체결', 'ka10076'],
  ['일봉', 'ka10081'],
  ['일봉 차트', 'ka10081'],
  ['차트 일봉', 'ka10081'],
  ['분봉', 'ka10080'],
  ['틱차트', 'ka10079'],
  ['주봉', 'ka10082'],
  ['월봉', 'ka10083'],
  ['거래량 상위', 'ka10030'],
  ['등락률 상위', 'ka10027'],
  ['테마', 'ka90001'],
  ['조건검색', 'ka10171'],
  ['종목 리스트', 'ka10099'],
  ['실시간 체결', '0B'],
  ['실시간 호가', '0D'],
  ['토큰 발급', 'au10001'],
  ['buy', 'kt10000'],
  ['sell', 'kt10001'],
  ['cancel order', 'kt10003'],
  ['balance', 'kt00018'],
  ['holdings', 'kt00018'],
  ['price', 'ka10001'],
  ['order book', 'ka10004'],
  ['orderbook', 'ka10004'],
  ['daily candle', 'ka10081'],
  ['minute chart', 'ka10080'],
  ['account number', 'ka00001'],
  ['deposit', 'kt00001'],
  ['unfilled', 'ka10075'],
  ['top volume', 'ka10030'],
  ['us stock buy', 'ust20000'],
  ['/api/dostk/ordr 매수', 'kt10000'],
];

describe('Looking for a TR', () => {
  for (const [typed, meant] of searches) {
    it(`finds ${meant} among the first three for “${typed}”`, () => {
      const first = search.find(typed).slice(0, 3);
      assert.ok(
        first.some(({ id }) => id === meant),
        first.map(({ id, nameKo }) => `${id} ${nameKo}`).join(', '),
      );
    });
  }

  it('answers at least 60 of 64 questions within three results', () => {
    const missed = questions.flatMap(([asked, meant]) => {
      const found = search.findByQuestion(asked, 3);
      return found.some(({ id }) => id === meant)
        ? []
        : [
            `${asked}: ${meant}, but ${found.map(({ id, nameKo }) => `${id} ${nameKo}`).join(', ')}`,
          ];
    });
    assert.ok(missed.length <= 4, missed.join('\n'));
  });

  it('shows everything for nothing, what people use most first, the OAuth calls last', () => {
    const all = search.find('  ');
    assert.equal(all.length, 352);
    assert.deepEqual(
      all.slice(0, 3).map(({ id }) => id),
      ['kt10000', 'kt10001', 'ka10001'],
    );
    assert.deepEqual(
      all.slice(-2).map(({ id }) => id),
      ['au10001', 'au10002'],
    );
  });

  it('lists only what has every word that was typed', () => {
    const names = search.find('일봉 차트').map(({ nameKo, group }) => nameKo + group);
    assert.ok(names.length > 0 && names.length < 20, names.join('\n'));
  });

  it('finds nothing for what no TR has', () => {
    assert.deepEqual(search.find('zzzzqqq'), []);
  });
});

import assert from 'node:assert/strict';
import { TrSearch } from '../../../../src/core/calls/trSearch.ts';
import { loadTrCatalogue } from '../../../../src/kiwoom/trCatalogue.ts';

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

/** What people ask an agent, and the TR that answers it. */
const questions: readonly (readonly [asked: string, meant: string])[] = [
  ['삼성전자 현재가 알려줘', 'ka10001'],
  ['삼성전자 지금 얼마야?', 'ka10001'],
  ['SK하이닉스 주가가 궁금해', 'ka10001'],
  ['삼성전자 호가를 보여줘', 'ka10004'],
  ['매수호가와 매도호가 잔량을 보고 싶어', 'ka10004'],
  ['삼성전자 일봉 데이터를 가져와', 'ka10081'],
  ['최근 1년 일봉 차트', 'ka10081'],
  ['5분봉 차트를 조회하려면', 'ka10080'],
  ['주봉 차트를 보여줘', 'ka10082'],
  ['월봉을 조회해줘', 'ka10083'],
  ['틱 차트 조회', 'ka10079'],
  ['내 계좌 잔고를 보여줘', 'kt00018'],
  ['보유종목과 수익률을 알려줘', 'kt00018'],
  ['지금 보유주식 평가손익이 얼마야', 'kt00018'],
  ['예수금이 얼마 있는지 확인해줘', 'kt00001'],
  ['주문 가능 금액은 얼마인가요', 'kt00001'],
  ['내 계좌번호가 뭐야', 'ka00001'],
  ['미체결 주문이 있는지 확인', 'ka10075'],
  ['오늘 체결된 주문 내역', 'ka10076'],
  ['오늘 실현손익을 알려줘', 'ka10077'],
  ['삼성전자 10주 매수해줘', 'kt10000'],
  ['삼성전자를 매도하고 싶어', 'kt10001'],
  ['방금 낸 주문을 취소해줘', 'kt10003'],
  ['주문 가격을 정정하려면', 'kt10002'],
  ['거래량이 가장 많은 종목은', 'ka10030'],
  ['거래대금 상위 종목 보여줘', 'ka10032'],
  ['오늘 많이 오른 종목, 등락률 상위', 'ka10027'],
  ['상한가 종목을 찾아줘', 'ka10017'],
  ['코스피 지수가 얼마야', 'ka20001'],
  ['업종 지수 전체를 보여줘', 'ka20003'],
  ['테마 목록을 보여줘', 'ka90001'],
  ['외국인 매매 동향을 알려줘', 'ka10008'],
  ['공매도 추이를 보여줘', 'ka10014'],
  ['코스닥 전체 종목 리스트', 'ka10099'],
  ['005930은 어떤 종목인가 종목코드 조회', 'ka10100'],
  ['관심종목 여러 개의 시세를 한번에', 'ka10095'],
  ['조건검색 목록을 불러와', 'ka10171'],
  ['ETF 수익률을 알려줘', 'ka40001'],
  ['신용으로 매수 주문하려면', 'kt10006'],
  ['금현물 잔고를 확인', 'kt50020'],
  ['미국주식 현재가를 알려줘', 'usa20100'],
  ['미국주식 매수 주문을 내려면', 'ust20000'],
  ['미국주식 예수금을 보여줘', 'ust21110'],
  ['배당주 순위를 보여줘', 'usa26510'],
  ['what is the current price of Samsung Electronics', 'ka10001'],
  ['show me the order book', 'ka10004'],
  ['daily candles for 005930', 'ka10081'],
  ['get minute bars', 'ka10080'],
  ['what is my account balance', 'kt00018'],
  ['list my holdings', 'kt00018'],
  ['how much cash do I have', 'kt00001'],
  ['which orders are still open', 'ka10075'],
  ['buy 10 shares of 005930', 'kt10000'],
  ['sell my position', 'kt10001'],
  ['cancel the order', 'kt10003'],
  ['modify the price of an order', 'kt10002'],
  ['stocks with the most volume', 'ka10030'],
  ['top gainers', 'ka10027'],
  ['realized profit today', 'ka10077'],
  ['weekly chart', 'ka10082'],
  ['sector index of KOSPI', 'ka20001'],
  ['short selling of a stock', 'ka10014'],
  ['US stock quote', 'usa20100'],
  ['list of all stock codes', 'ka10099'],
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
      const found = search.ask(asked, 3);
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

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

const asks = 'API 요청 삽입';

describe('Inserting an API request (ko)', () => {
  let session: Session;
  let window: Workbench;

  before(async () => {
    session = await Session.start({ simulator: { limits: 'off' } });
    window = await session.openWindow({ locale: 'ko' });
    await writeFile(path.join(window.folder, 'new.http'), '# 새 파일\n');
    await window.openFile('new.http');
  });
  after(() => session.close());

  const find = async (typed: string, label: string): Promise<void> => {
    await window.quickInput.type(asks, typed);
    await window.quickInput.waitForItems(asks, (items) => items.includes(label));
  };

  it('offers the menus of the guide, what people use most first', async () => {
    await window.runCommand(`키움 Kiwoom: ${asks}`);
    await window.quickInput.waitForItems(asks, ([first]) => first === '주식 매수주문');
    await window.screenshot('insert-request-1-all');
  });

  for (const [what, typed, expected] of [
    ['name', '주식기본정보', '주식기본정보요청'],
    ['id', 'ka10081', '주식일봉차트조회요청'],
    ['group', '국내주식 > 공매도', '공매도추이요청'],
    ['path', '/api/dostk/slb', '대차거래추이요청'],
  ] as const) {
    it(`finds them by ${what}`, async () => {
      await find(typed, expected);
    });
  }

  it('writes the one that is chosen, whose values are overwritten from tab stop to tab stop', async () => {
    await find('ka10086', '일별주가요청');
    await window.quickInput.pick(asks, '일별주가요청');
    await window.editor.waitForText('api-id: ka10086');
    await window.screenshot('insert-request-2-inserted');
    await window.editor.type('000660');
    await window.page.keyboard.press('Tab');
    await window.editor.type('20261123');
    await window.editor.waitForText(
      '\n{\n  "stk_cd": "000660",\n  "qry_dt": "20261123",\n  "indc_tp": "0"\n}\n',
    );
  });

  it('offers it first the next time', async () => {
    await window.runCommand(`키움 Kiwoom: ${asks}`);
    const first = ['일별주가요청', '주식 매수주문'];
    await window.quickInput.waitForItems(asks, (items) =>
      first.every((each, i) => items[i] === each),
    );
    await window.screenshot('insert-request-3-recent');
    await window.quickInput.cancel();
  });
});

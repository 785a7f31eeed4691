import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from '../simulator/accounts.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

/** The words of both languages for what a user reads on the way. */
const languages = {
  en: {
    issue: 'Kiwoom: Issue Token',
    revoke: 'Kiwoom: Revoke Token',
    insert: 'Kiwoom: Insert Authorization Header',
    mockTrading: /Mock trading/,
    appkey: 'App key, as shown',
    secretkey: 'Secret key that belongs',
    refused: /Kiwoom rejected these keys/,
    correct: 'Correct Secret Key',
    added: /Added Mock 81234567\. Its keys work\./,
    same: /still valid until/,
    reissue: 'Revoke and reissue the token',
    fresh: /Mock: 23h 59m/,
    left: /Mock: 23h 5\dm/,
    revoked: /Revoked the token of Mock 81234567/,
    none: /Mock: no token/,
    noKey: 'Kiwoom: Add App Key',
    unusual: /usually has 43 characters/,
  },
  ko: {
    issue: '키움 Kiwoom: 토큰 발급',
    revoke: '키움 Kiwoom: 토큰 폐기',
    insert: '키움 Kiwoom: Authorization 헤더 삽입',
    mockTrading: /모의투자/,
    appkey: '키움 포털에 표시된 앱키',
    secretkey: '이 앱키와 함께 발급된',
    refused: /키움이 이 키를 거부했습니다/,
    correct: '시크릿키 수정',
    added: /모의 81234567 계좌를 추가했습니다\. 키가 올바릅니다\./,
    same: /까지 유효합니다/,
    reissue: '폐기하고 다시 발급할까요',
    fresh: /모의: 23시간 59분 남음/,
    left: /모의: 23시간 5\d분 남음/,
    revoked: /폐기/,
    none: /모의: 토큰 없음/,
    noKey: /앱키 추가/,
    unusual: /43/,
  },
} as const;

for (const locale of ['en', 'ko'] as const) {
  const say = languages[locale];

  describe(`The main job, from the palette (${locale})`, () => {
    let session: Session;
    let window: Workbench;
    let account: Account;

    before(async () => {
      session = await Session.start();
      account = session.simulator.accounts.mock[0];
      window = await session.openWindow({ locale });
    });
    after(() => session.close());

    const shot = (name: string): Promise<string> => window.screenshot(`${locale}-${name}`);

    it('shows that there is no key yet', async () => {
      await window.statusBar.waitFor(say.noKey);
      await shot('1-no-key');
    });

    it('leads from "Issue Token" straight into adding an app key', async () => {
      await window.runCommand(say.issue);
      await window.quickInput.waitFor(/\(1\/3\)/);
      await shot('2-environment');
      await window.quickInput.pick(/\(1\/3\)/, say.mockTrading);
      await window.quickInput.type(say.appkey, 'short');
      await window.quickInput.waitFor(say.unusual);
      await shot('3-app-key-unusual');
      assert.equal((await window.quickInput.state())?.masked, true);
      await window.quickInput.answer(say.unusual, `  ${account.appkey} `);
      await window.quickInput.answer(say.secretkey, `${account.secretkey.slice(0, -1)}!`);
    });

    it('says what is wrong with the keys, and asks again only for the wrong one', async () => {
      await window.dialog.waitFor(say.refused);
      await shot('4-wrong-secret-key');
      await window.dialog.press(say.refused, say.correct);
      await window.quickInput.answer(say.secretkey, account.secretkey);
      await window.notifications.waitFor(say.added);
    });

    it('shows environment and time left in the status bar', async () => {
      const item = await window.statusBar.waitFor(say.fresh);
      assert.match(item.label, /81234567/);
      await shot('5-issued');
      const tooltip = await window.statusBar.tooltip(say.left, /81234567/);
      assert.match(tooltip, /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
      assert.ok(tooltip.includes(new URL(session.simulator.mock.url).host));
      assert.ok(tooltip.includes(say.revoke.replace(/^.*Kiwoom: /, '')));
      await shot('6-tooltip');
    });

    it('opens a menu of what makes sense now', async () => {
      await window.statusBar.click(say.left);
      await window.quickInput.waitForItems(/81234567/, ({ length }) => length >= 5);
      await shot('7-menu');
      await window.quickInput.cancel();
    });

    it('puts the reference, not the token, into a request', async () => {
      const file = path.join(session.workspace, 'mine.http');
      await writeFile(
        file,
        'POST {{$processEnv KIWOOM_HOST}}/api/dostk/acnt\napi-id: ka00001\n\n{}\n',
      );
      await window.openFile('mine.http');
      await window.editor.goTo(2);
      await window.runCommand(say.insert);
      await window.editor.waitForText('Authorization: Bearer {{$processEnv KIWOOM_TOKEN}}');
      const saved = await window.saveFile('mine.http', '{{$processEnv KIWOOM_TOKEN}}');
      await shot('8-inserted');
      await window.openFile('kiwoom.http');
      const [token] = session.simulator.control.tokens();
      assert.ok(token !== undefined && !saved.includes(token.token));
    });

    it('says when the server gives the same token back, and offers a fresh one', async () => {
      await window.runCommand(say.issue);
      await window.notifications.waitFor(say.same);
      await shot('9-same-token');
      const [button = ''] = await window.notifications.buttons(say.same);
      await window.notifications.press(say.same, button);
      await window.dialog.press(say.reissue, button);
      await session.simulator.control.waitForCalls({ kind: 'revoke' });
      await session.simulator.control.waitForCalls({ kind: 'issue', code: 0 }, 3);
    });

    it('keeps the token over a reload of the window without asking the server', async () => {
      const before = session.simulator.control.counts().issue;
      await window.statusBar.waitFor(say.left);
      await window.reload();
      await window.statusBar.waitFor(say.left);
      assert.equal(session.simulator.control.counts().issue, before);
    });

    it('revokes the token', async () => {
      await window.runCommand(say.revoke);
      await window.notifications.waitFor(say.revoked);
      await window.statusBar.waitFor(say.none);
      await shot('10-revoked');
      const tooltip = await window.statusBar.tooltip(say.none, /81234567/);
      assert.ok(!tooltip.includes(say.revoke.replace(/^.*Kiwoom: /, '')), tooltip);
      const living = session.simulator.control.tokens().filter(({ alive }) => alive);
      assert.deepEqual(living, []);
    });
  });
}

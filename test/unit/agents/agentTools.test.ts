import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { KiwoomError } from '../../../src/core/base/errors.ts';
import type { TrReply } from '../../../src/core/model/ports.ts';
import { questions } from '../core/calls/trQuestions.ts';
import { agentBench, money, otherPaper, paper } from './agentBench.ts';

const price = { tr: 'ka10001', fields: { stk_cd: '005930' } };
const order = {
  tr: 'kt10000',
  fields: { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '1', trde_tp: '3' },
};

describe('The tools for agents', () => {
  describe('find a TR', () => {
    it('among the first three for at least 60 of 64 questions in Korean and English', async () => {
      const { use, machine } = await agentBench();
      const missed: string[] = [];
      for (const [query, meant] of questions) {
        const { results } = await use('kiwoom_find_tr', { query, limit: 3 });
        machine.advance(1_000);
        const ids = (results as { tr: string }[]).map(({ tr }) => tr);
        if (!ids.includes(meant)) missed.push(`${query}: ${meant}, but ${ids.join(', ')}`);
      }
      assert.ok(missed.length <= 4, missed.join('\n'));
    });

    it('with its name, group, and what an agent can do with it', async () => {
      const { use } = await agentBench();
      const { results } = await use('kiwoom_find_tr', { query: 'kt10000', limit: 1 });
      assert.deepEqual(results, [
        { tr: 'kt10000', name: '주식 매수주문', kind: 'order', group: '국내주식 > 주문' },
      ]);
    });

    it('or say what else to try', async () => {
      const { use } = await agentBench();
      const { results, next_step } = await use('kiwoom_find_tr', { query: 'zzzz' });
      assert.deepEqual(results, []);
      assert.match(String(next_step), /other words/);
    });
  });

  describe('describe a TR', () => {
    it('by its fields, their meaning, and the codes they take', async () => {
      const { use } = await agentBench();
      const { request, response } = await use('kiwoom_describe_tr', { tr: 'kt00018' });
      assert.deepEqual((request as unknown[])[0], {
        name: 'qry_tp',
        meaning: '조회구분',
        required: true,
        max_length: 1,
        values: { 1: '합산', 2: '개별' },
      });
      assert.deepEqual((response as unknown[])[0], { name: 'tot_pur_amt', meaning: '총매입금액' });
    });

    it('within the size that a call’s reply may have, whichever it is', async () => {
      const { use, machine } = await agentBench();
      const { results } = await use('kiwoom_find_tr', { query: '실시간', limit: 20 });
      for (const { tr } of results as { tr: string }[]) {
        machine.advance(1_000);
        const { text, failed } = await use('kiwoom_describe_tr', { tr });
        assert.equal(failed, false);
        assert.ok(Buffer.byteLength(text) <= 24 * 1024, tr);
      }
    });

    it('that the guide’s copies lack without claiming that it has no fields', async () => {
      const { use } = await agentBench();
      const { note } = await use('kiwoom_describe_tr', { tr: 'usa20100' });
      assert.match(String(note), /not known here/);
    });
  });

  describe('call a TR', () => {
    it('with the only account that is open, and say which one it was', async () => {
      const { use, server } = await agentBench(paper, money);
      server.reply = () => ({ body: { return_code: 0, return_msg: 'ok', stk_nm: '삼성전자' } });
      const said = await use('kiwoom_call_tr', price);
      assert.equal(said['account'], paper.label);
      assert.equal(said['environment'], 'mock');
      assert.deepEqual(said['data'], { stk_nm: '삼성전자' });
      assert.deepEqual(said['meanings'], { stk_nm: '종목명' });
      assert.match(String(said['note']), /never an instruction/);
      assert.deepEqual(
        server.sent.map(({ apiId, path, body }) => [apiId, path, body]),
        [['ka10001', '/api/dostk/stkinfo', { stk_cd: '005930' }]],
      );
    });

    it('with the account that is named, where several are open', async () => {
      const { use, rules, server } = await agentBench(paper, otherPaper, money);
      rules.accounts = 'all';
      const unnamed = await use('kiwoom_call_tr', price);
      assert.equal(unnamed.error?.code, 'account-not-named');
      assert.match(unnamed.error.next_step, /"81234567" \(mock\).*"51234567" \(real\)/);
      assert.equal(server.sent.length, 0);
      const named = await use('kiwoom_call_tr', { ...price, account: otherPaper.label });
      assert.equal(named['account'], otherPaper.label);
      const real = await use('kiwoom_call_tr', { ...price, environment: 'real' });
      assert.equal(real['account'], money.label);
    });

    it('not after a wait for others in which the user revoked the token', async () => {
      const { use, server, machine, domain, api } = await agentBench(paper);
      const { promise, resolve: answer } = Promise.withResolvers<TrReply>();
      server.reply = () => promise;
      const running = Array.from({ length: 4 }, () => use('kiwoom_call_tr', price));
      const waiting = use('kiwoom_call_tr', price);
      while (server.sent.length === 0) await nextTurn();
      await domain.tokens.revoke(paper);
      answer({ body: { return_code: 0 } });
      const all = Promise.all([...running, waiting]);
      const told = { all: false };
      void all.then(() => (told.all = true));
      while (!told.all) {
        machine.advance(1_000);
        await nextTurn();
      }
      assert.deepEqual(
        (await all).map(({ error }) => error?.code),
        [undefined, undefined, undefined, undefined, 'token-revoked'],
      );
      assert.deepEqual([api.issues, domain.tokens.state(paper.id).kind], [1, 'none']);
    });

    it('page by page', async () => {
      const { use, server, machine } = await agentBench(paper);
      server.reply = ({ nextKey }) => ({
        body: {},
        ...(nextKey === undefined ? { nextKey: '0002' } : {}),
      });
      const first = await use('kiwoom_call_tr', price);
      const { next_key } = first['next_page'] as { next_key: string };
      const second = use('kiwoom_call_tr', { ...price, next_key });
      // The mock server takes one call of a TR in a second.
      while (server.sent.length < 2) {
        machine.advance(100);
        await new Promise(setImmediate);
      }
      assert.equal((await second)['next_page'], 'none');
      assert.equal(server.sent[1]?.nextKey, '0002');
    });

    it('and hint at a code that the guide does not list, but send it', async () => {
      const { use, server } = await agentBench(paper);
      const fields = { qry_tp: '3', dmst_stex_tp: 'KRX' };
      const said = await use('kiwoom_call_tr', { tr: 'kt00018', fields });
      assert.equal(said.failed, false);
      assert.match(String(said['hints']), /does not list "3" for qry_tp: 1 \(합산\), 2 \(개별\)/);
      assert.equal(server.sent.length, 1);
    });

    it('only with the fields that it has and needs', async () => {
      const { use, server } = await agentBench(paper);
      const said = await use('kiwoom_call_tr', { tr: 'ka10001', fields: { code: '005930' } });
      assert.equal(said.error?.code, 'wrong-input');
      assert.match(said.error.message, /no field code\. The field stk_cd \(종목코드\) is missing/);
      assert.match(said.error.next_step, /Its fields are: stk_cd\./);
      assert.equal(server.sent.length, 0);
    });

    it('and tell a failure with its next step, the server’s words apart', async () => {
      const { use, server } = await agentBench(paper);
      server.reply = () => {
        throw new KiwoomError('unknown-symbol', {
          serverCode: 1901,
          serverMessage: 'call kt10000',
        });
      };
      const said = await use('kiwoom_call_tr', price);
      assert.equal(said.error?.code, 'unknown-symbol');
      assert.doesNotMatch(said.error.message, /kt10000/);
      assert.match(said.error.next_step, /kiwoom_describe_tr/);
      assert.equal(said['data'], 'call kt10000');
      assert.match(String(said['note']), /never an instruction/);
    });
  });

  describe('tell the state of tokens', () => {
    it('of the accounts that are open, in minutes, without the token', async () => {
      const { use, domain, machine } = await agentBench(paper, money);
      const { value } = await domain.tokens.ensure(paper);
      machine.advance(60 * 60_000);
      const said = await use('kiwoom_token_state', {});
      assert.deepEqual(said['accounts'], [
        {
          account: paper.label,
          environment: 'mock',
          in_use_in_vscode: true,
          token: 'valid',
          minutes_left: 23 * 60,
          expires_at: '2026-11-24 09:00:00 KST',
        },
      ]);
      assert.ok(!said.text.includes(value.reveal()));
    });

    it('and say what helps where no account is open', async () => {
      const { use } = await agentBench(money);
      const said = await use('kiwoom_token_state', undefined);
      assert.deepEqual(said['accounts'], []);
      assert.match(String(said['next_step']), /kiwoom\.agents\.accounts/);
    });
  });

  describe('send an order', () => {
    it('never, unless the user’s setting says that they are asked about', async () => {
      const { use, asked, server } = await agentBench(paper);
      const said = await use('kiwoom_call_tr', order);
      assert.equal(said.error?.code, 'orders-refused');
      assert.match(said.error.next_step, /kiwoom\.agents\.orders/);
      assert.deepEqual([asked.length, server.sent.length], [0, 0]);
    });

    it('after the user has seen it, each time, with a mock account too', async () => {
      const { use, asked, rules, server, machine } = await agentBench(paper);
      rules.orders = 'ask';
      server.reply = () => ({ body: { ord_no: '00024' } });
      for (let time = 1; time <= 2; time += 1) {
        const said = await use('kiwoom_call_tr', order);
        assert.deepEqual(said['data'], { ord_no: '00024' });
        assert.equal(asked.length, time);
        machine.advance(2_000);
      }
      assert.deepEqual(asked[0]?.body, order.fields);
      assert.equal(asked[0].profile.label, paper.label);
      assert.deepEqual(server.sent[0]?.body, order.fields);
    });

    it('not after a no, and after three of them not even ask', async () => {
      const { use, asked, rules, user, server, machine } = await agentBench(paper);
      rules.orders = 'ask';
      user.answers = () => Promise.resolve(false);
      for (let time = 0; time < 5; time += 1) {
        const said = await use('kiwoom_call_tr', order);
        assert.equal(said.error?.code, 'order-not-sent');
      }
      assert.deepEqual([asked.length, server.sent.length], [3, 0]);
      machine.advance(10 * 60_000);
      await use('kiwoom_call_tr', order);
      assert.equal(asked.length, 4);
    });

    it('not when nobody answers for a minute, nor when the answer comes after that', async () => {
      const { use, asked, rules, user, server, machine } = await agentBench(paper);
      rules.orders = 'ask';
      const { promise, resolve } = Promise.withResolvers<boolean>();
      user.answers = () => promise;
      const saying = use('kiwoom_call_tr', order);
      while (asked.length === 0) await new Promise(setImmediate);
      const meanwhile = await use('kiwoom_call_tr', order);
      assert.match(String(meanwhile.error?.message), /being asked about another/);
      machine.advance(60_000);
      assert.equal((await saying).error?.code, 'order-not-sent');
      resolve(true);
      await new Promise(setImmediate);
      assert.deepEqual([asked.length, server.sent.length], [1, 0]);
    });

    it('not when the agent has left, or the tools were switched off, while the question stood', async () => {
      for (const meanwhile of ['cancelled', 'off'] as const) {
        const { use, rules, user, server } = await agentBench(paper);
        rules.orders = 'ask';
        const abort = new AbortController();
        user.answers = () => {
          if (meanwhile === 'cancelled') abort.abort();
          else rules.enabled = false;
          return Promise.resolve(true);
        };
        const said = await use('kiwoom_call_tr', order, { signal: abort.signal });
        assert.equal(said.failed, true);
        assert.equal(server.sent.length, 0, meanwhile);
      }
    });

    it('not when the user revoked the token while the question stood, and issue no other', async () => {
      const { use, rules, user, server, domain, api } = await agentBench(paper);
      rules.orders = 'ask';
      await domain.tokens.issue(paper);
      user.answers = async () => {
        await domain.tokens.revoke(paper);
        return true;
      };
      const said = await use('kiwoom_call_tr', order);
      assert.equal(said.error?.code, 'token-revoked');
      assert.deepEqual([api.issues, server.sent.length], [1, 0]);
    });

    it('nor ask about it when the agent has left before', async () => {
      const { use, asked, rules, server } = await agentBench(paper);
      rules.orders = 'ask';
      const said = await use('kiwoom_call_tr', order, { signal: AbortSignal.abort() });
      assert.equal(said.error?.code, 'order-not-sent');
      assert.deepEqual([asked.length, server.sent.length], [0, 0]);
    });

    it('and never call silence a failure', async () => {
      const { use, rules, server } = await agentBench(paper);
      rules.orders = 'ask';
      server.reply = () => {
        throw new KiwoomError('connection-lost');
      };
      const said = await use('kiwoom_call_tr', order);
      assert.equal(said.error?.code, 'order-uncertain');
      assert.match(said.error.next_step, /Do not send it again/);
      assert.equal(server.sent.length, 1);
    });
  });
});

import assert from 'node:assert/strict';
import { clientRows } from './clientRows.ts';
import type { FaultRow } from './faultRow.ts';
import { replyRows } from './replyRows.ts';
import { TestGateway } from './testGateway.ts';
import { codeRows, tokenRows } from './tokenRows.ts';

const matrix: Readonly<Record<string, readonly FaultRow[]>> = {
  'Kiwoom refuses with': codeRows,
  'The reply:': replyRows,
  'The token:': tokenRows,
  'A client': clientRows,
};

describe('What a client of the gateway sees, and how many calls Kiwoom gets:', () => {
  let gateway: TestGateway | undefined;
  afterEach(() => gateway?.close());

  for (const [about, rows] of Object.entries(matrix)) {
    for (const { name, options, arrange, act, sees, trs } of rows) {
      it(`${about} ${name}`, async () => {
        gateway = await TestGateway.start(options);
        await arrange?.(gateway);
        const seen = await act(gateway);
        if (typeof sees === 'string') assert.equal(seen, sees);
        else assert.match(seen, sees);
        if (trs !== undefined || !seen.startsWith('200')) assert.equal(gateway.trs, trs ?? 0);
      });
    }
  }
});

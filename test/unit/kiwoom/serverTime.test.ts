import assert from 'node:assert/strict';
import { serverTimeOf } from '../../../src/kiwoom/httpTransport.ts';

describe('The time in a reply', () => {
  const date = 'Mon, 23 Nov 2026 00:00:00 GMT';
  const at = (headers: Record<string, string>): number | undefined =>
    serverTimeOf({ status: 200, headers, body: new Uint8Array() });

  it('is the Date header’s', () => {
    assert.equal(at({ date }), Date.parse(date));
  });

  it('is later by the age that a cache tells', () => {
    assert.equal(at({ date, age: '3600' }), Date.parse(date) + 3_600_000);
  });

  it('is the Date header’s where the age makes no sense', () => {
    for (const age of ['', '-1', 'old', '1e9']) assert.equal(at({ date, age }), Date.parse(date));
  });

  it('is unknown without a Date header that is one', () => {
    assert.equal(at({}), undefined);
    assert.equal(at({ date: 'today', age: '1' }), undefined);
  });
});

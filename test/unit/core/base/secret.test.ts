import assert from 'node:assert/strict';
import { format, inspect } from 'node:util';
import { KiwoomError, toKiwoomError } from '../../../../src/core/base/errors.ts';
import { Secret } from '../../../../src/core/base/secret.ts';

describe('A secret', () => {
  const secret = new Secret('canary');

  it('shows itself in no way that text is usually made', () => {
    const holder = { secret, list: [secret] };
    for (const text of [
      String(secret),
      secret.toString(),
      JSON.stringify(holder),
      inspect(holder, { depth: 9, showHidden: true }),
      format('%s %o %j', secret, secret, secret),
      Object.entries(secret).join(),
    ]) {
      assert.doesNotMatch(text, /canary/);
    }
  });

  it('is revealed on purpose only', () => {
    assert.equal(secret.reveal(), 'canary');
  });

  it('equals another with the same value', () => {
    assert.ok(secret.equals(new Secret('canary')));
    assert.ok(!secret.equals(new Secret('other')));
  });
});

describe('An error from outside', () => {
  it('loses its text, which could hold anything', () => {
    const error = toKiwoomError(new TypeError('Authorization: Bearer canary'));
    assert.equal(error.code, 'unexpected');
    assert.doesNotMatch(inspect(error), /canary/);
    assert.equal(error.details.subject, 'TypeError');
  });

  it('stays as it is when it is one of ours', () => {
    const error = new KiwoomError('maintenance');
    assert.equal(toKiwoomError(error), error);
  });
});

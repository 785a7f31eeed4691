import assert from 'node:assert/strict';
import fc from 'fast-check';
import { IssuedTokens } from '../../../../src/core/leaks/issuedTokens.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import { replaceTokenLiterals } from '../../../../src/core/leaks/tokenLiterals.ts';
import { fingerprint } from '../../../../src/node/fingerprint.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const token = `-${'Ab1_'.repeat(21)}_`;
const other = 'Zz9-'.repeat(22);
const reference = '{{$processEnv KIWOOM_TOKEN}}';
const replace = (json: string): ReturnType<typeof replaceTokenLiterals> =>
  replaceTokenLiterals(json, (word) => (word === token ? reference : undefined));

const profile = testProfile('mock');

describe('Token literals in JSON', () => {
  it('are replaced in headers, in bodies and in several requests', () => {
    const requests = [
      { headers: { Authorization: `Bearer ${token}` }, body: '{}' },
      { headers: { a: 'b' }, body: `{"trnm":"LOGIN","token":"${token}"}` },
      { body: `login\n${token}\r\n${token}\t` },
    ];
    const { text, replaced } = replace(JSON.stringify(requests));
    assert.equal(replaced, 4);
    assert.equal(
      text,
      JSON.stringify(requests).replaceAll(token, () => reference),
    );
    assert.equal(
      (JSON.parse(text) as typeof requests)[2]?.body,
      `login\n${reference}\r\n${reference}\t`,
    );
  });

  it('are not found inside longer words, nor are other tokens', () => {
    const json = JSON.stringify([`${token}x`, `x${token}`, other, token.slice(1)]);
    assert.deepEqual(replace(json), { text: json, replaced: 0 });
  });

  it('leave everything else to the letter, whatever it is', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        assert.deepEqual(replace(json), { text: json, replaced: 0 });
      }),
    );
  });

  it('are replaced wherever they stand, so that the text stays the JSON it was', () => {
    const before = fc.string({ unit: 'binary' }).filter((text) => !/[\w-]$/.test(text));
    const after = fc.string({ unit: 'binary' }).filter((text) => !/^[\w-]/.test(text));
    fc.assert(
      fc.property(before, after, (start, end) => {
        const { text } = replace(JSON.stringify(start + token + end));
        assert.equal(JSON.parse(text), start + reference + end);
      }),
    );
  });
});

describe('The tokens that were issued', () => {
  it('are known again on another day, by a fingerprint', () => {
    const today = new IssuedTokens(fingerprint, undefined);
    assert.equal(today.add(new Secret(token), profile), true);
    assert.equal(today.add(new Secret(token), profile), false);
    const stored = JSON.stringify(today.all);
    assert.ok(!stored.includes(token));
    const tomorrow = new IssuedTokens(fingerprint, JSON.parse(stored));
    assert.equal(tomorrow.ownerOf(new Secret(token)), profile.id);
    assert.equal(tomorrow.ownerOf(new Secret(other)), undefined);
  });

  it('are forgotten one day, the oldest first', () => {
    const tokens = new IssuedTokens(fingerprint, undefined);
    for (let i = 0; i < 150; i++) tokens.add(new Secret(`token ${i}`), profile);
    assert.equal(tokens.all.length, 100);
    assert.equal(tokens.ownerOf(new Secret('token 49')), undefined);
    assert.equal(tokens.ownerOf(new Secret('token 50')), profile.id);
  });

  it('begin anew where something else was stored', () => {
    for (const stored of [null, 'x', [1, null, { fingerprint: 1 }, { profileId: 'x' }]]) {
      assert.deepEqual(new IssuedTokens(fingerprint, stored).all, []);
    }
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KiwoomError } from '../../../../src/core/base/errors.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import { type AccessToken, sameToken } from '../../../../src/core/model/token.ts';
import { emptyRecord, type TokenRecord, tokenOf } from '../../../../src/core/model/tokenRecord.ts';
import * as transitions from '../../../../src/core/tokens/tokenTransitions.ts';

const refused = new KiwoomError('token-invalid');

const tokens = ['first', 'second'].map((name, day): AccessToken => ({
  value: new Secret(name),
  expiresAt: 1000 + day,
  receivedAt: day,
  clockAheadMs: 0,
  host: 'https://server.test',
}));

interface Step {
  readonly name: keyof typeof transitions;
  readonly token?: AccessToken;
  readonly transition: transitions.Transition;
}

const anyToken = fc.constantFrom(...tokens);

/** An event about a token. */
const about = (
  name: Step['name'],
  transition: (token: AccessToken, flag: boolean) => transitions.Transition,
) =>
  fc
    .tuple(anyToken, fc.boolean())
    .map(([token, flag]): Step => ({ name, token, transition: transition(token, flag) }));

const plain = (name: Step['name'], transition: transitions.Transition) =>
  fc.constant<Step>({ name, transition });

const anyStep = fc.oneof(
  about('issued', transitions.issued),
  about('rejected', (token) => transitions.rejected(token, refused)),
  about('revokeUnanswered', transitions.revokeUnanswered),
  about('retired', transitions.retired),
  about('foundInStore', transitions.foundInStore),
  about('written', transitions.written),
  plain('revoked', transitions.revoked),
  plain('revokedButNotRemoved', transitions.revokedButNotRemoved),
  plain('missingInStore', transitions.missingInStore),
  plain('begun', transitions.begun('issuing')),
  plain('begun', transitions.begun('revoking')),
  plain('ended', transitions.ended(undefined)),
  plain('ended', transitions.ended(refused)),
  plain('failed', transitions.failed(refused)),
);

/** Whether the record holds this very token. */
function holds({ held }: TokenRecord, token: AccessToken | undefined): boolean {
  const own = tokenOf(held);
  return own !== undefined && token !== undefined && sameToken(own, token);
}

/** Checks each step of any order of events. */
function always(holdsFor: (before: TokenRecord, step: Step, after: TokenRecord) => void): void {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
      let record = emptyRecord;
      for (const step of steps) {
        const before = record;
        record = step.transition(before);
        holdsFor(before, step, record);
      }
    }),
  );
}

describe('In any order of events, a token record', () => {
  it('brings a dead token back to life only when the server issues it again', () => {
    always((before, { name }, after) => {
      if (before.held.kind !== 'dead' || !holds(after, before.held.token)) return;
      if (after.held.kind === 'live') assert.equal(name, 'issued');
    });
  });

  it('is dead after its token was rejected, whatever is under way', () => {
    always((before, { name, token }, after) => {
      if (name !== 'rejected' || !holds(before, token)) return;
      assert.equal(after.held.kind, 'dead');
      assert.equal(after.activity, before.activity);
    });
  });

  it('changes nothing for news of a token that it no longer holds', () => {
    const news = ['rejected', 'revokeUnanswered', 'retired', 'written'];
    always((before, { name, token }, after) => {
      if (news.includes(name) && !holds(before, token)) assert.equal(after, before);
    });
  });

  it('does not take back from the store what was revoked here', () => {
    always((before, { name, token }, after) => {
      const { held } = before;
      if (name !== 'foundInStore' || held.kind !== 'none' || token === undefined) return;
      if (held.unremoved !== undefined && sameToken(held.unremoved, token)) {
        assert.equal(after, before);
      }
    });
  });

  it('says that an operation runs from its beginning to its end', () => {
    always((before, { name }, after) => {
      if (name !== 'begun' && name !== 'ended') assert.equal(after.activity, before.activity);
      if (name === 'ended') assert.equal(after.activity, undefined);
    });
  });
});

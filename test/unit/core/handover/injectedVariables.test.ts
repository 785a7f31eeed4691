import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/core/model/environment.ts';
import { injectedVariables } from '../../../../src/core/handover/injectedVariables.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { Secret } from '../../../../src/core/base/secret.ts';
import { testProfile } from '../../fakes/testProfile.ts';

const [real, mock] = [testProfile('real'), testProfile('mock')];
const tokenOf = ({ environment }: Profile) => ({
  value: new Secret(`token of ${environment}`),
  host: `https://${environment}.test`,
  expiresAt: 1,
  receivedAt: 0,
  clockAheadMs: 0,
});
const lastUsed = (environment: Environment): Profile => (environment === 'real' ? real : mock);

describe('The injected variables', () => {
  it('name token and hosts of the active profile and of both environments', () => {
    assert.deepEqual(Object.fromEntries(injectedVariables(mock, lastUsed, tokenOf)), {
      KIWOOM_TOKEN: 'token of mock',
      KIWOOM_HOST: 'https://mock.test',
      KIWOOM_WS_HOST: 'wss://mock.test:10000',
      KIWOOM_TOKEN_MOCK: 'token of mock',
      KIWOOM_HOST_MOCK: 'https://mock.test',
      KIWOOM_WS_HOST_MOCK: 'wss://mock.test:10000',
      KIWOOM_TOKEN_REAL: 'token of real',
      KIWOOM_HOST_REAL: 'https://real.test',
      KIWOOM_WS_HOST_REAL: 'wss://real.test:10000',
    });
  });

  it('never have a host without a token', () => {
    const onlyReal = (each: Profile) => (each === real ? tokenOf(each) : undefined);
    assert.deepEqual(
      [...injectedVariables(mock, lastUsed, onlyReal).keys()],
      ['KIWOOM_TOKEN_REAL', 'KIWOOM_HOST_REAL', 'KIWOOM_WS_HOST_REAL'],
    );
  });

  it('have the pass for the app keys too, where it stands for the token', () => {
    const variables = injectedVariables(mock, lastUsed, tokenOf, 'pass');
    assert.equal(variables.get('KIWOOM_APPKEY'), 'token of mock');
    assert.equal(variables.get('KIWOOM_SECRETKEY'), 'token of mock');
    assert.equal(injectedVariables(mock, lastUsed, () => undefined, 'pass').size, 0);
  });

  it('are none without profiles', () => {
    assert.equal(injectedVariables(undefined, () => undefined, tokenOf).size, 0);
  });
});

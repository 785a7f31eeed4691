import { homeIp } from './accounts.ts';
import type { Environment, Switches } from './controlInterface.ts';

/**
 * Known behaviour of each server. Sources: 5 requests a second on real and 1 on mock are published; 1 a second
 * for the OAuth calls follows from a capture in which two issues in the same instant gave one 429; the firewall
 * was seen to block aiohttp's default User-Agent.
 */
export function defaultSwitches(environment: Environment): Switches {
  return {
    stickyTokens: true,
    revokeUnknownToken: 8015,
    maintenance: false,
    blockedUserAgent: 'aiohttp',
    limit: environment === 'real' ? 5 : 1,
    oauthLimit: 1,
    limitStatus: 429,
    spelling: 'bracket',
    deadTokenStatus: 200,
    clockSkewMs: 0,
    dateHeader: 'right',
    callerIp: homeIp,
    pages: 1,
    unsupportedPaths: environment === 'real' ? [] : ['/api/us/'],
  };
}

import type { RegisteredAccount } from './accounts.ts';
import type { KiwoomCode } from './errorCodes.ts';
import { koreanDigits } from './koreanTime.ts';
import { failed, issued, revoked, tooManyRequests, type Reply } from './replies.ts';
import { isMissing, readJsonObject, textOf, type ServerState } from './serverState.ts';

/**
 * au10001, `POST /oauth2/token`. The order of the checks is not published; checks of the request alone come
 * before those that need the account.
 */
export function issueToken(state: ServerState, body: string): Reply {
  const input = readJsonObject(body);
  if (input === undefined) return failed(1517);
  if (isMissing(input['grant_type'])) return failed(8011);
  if (input['grant_type'] !== 'client_credentials') return failed(8012);
  const account = authenticate(state, input);
  if (typeof account === 'number') return failed(account);
  const refused = overLimit(state, account, 'au10001');
  if (refused !== undefined) return refused;
  const { callerIp, stickyTokens } = state.switches;
  if (!account.registeredIps.includes(callerIp)) return failed(8050);
  const token = state.tokens.issue(account, callerIp, state.now(), stickyTokens);
  return issued(token.text, koreanDigits(token.expiresAt));
}

/** au10002, `POST /oauth2/revoke`: depends only on its body, not on its headers. */
export function revokeToken(state: ServerState, body: string): Reply {
  const input = readJsonObject(body);
  if (input === undefined) return failed(1517);
  const account = authenticate(state, input);
  if (typeof account === 'number') return failed(account);
  const refused = overLimit(state, account, 'au10002');
  if (refused !== undefined) return refused;
  if (isMissing(input['token'])) return failed(8016);
  const token = state.tokens.findAlive(textOf(input['token']), state.now());
  if (token?.account !== account) {
    return state.switches.revokeUnknownToken === 0 ? revoked() : failed(8015);
  }
  token.dead = true;
  return revoked();
}

/** Returns the account of a key pair, or the error code. */
function authenticate(
  state: ServerState,
  { appkey, secretkey }: Readonly<Record<string, unknown>>,
): RegisteredAccount | KiwoomCode {
  if (isMissing(appkey) || isMissing(secretkey)) return 8020;
  const account = state.accounts.find(textOf(appkey));
  if (account === undefined) return 8001;
  if (account.environment !== state.environment) return 8030;
  return account.secretkey !== secretkey || account.ended ? 8001 : account;
}

function overLimit(
  { rateLimit, switches, now }: ServerState,
  { appkey }: RegisteredAccount,
  apiId: string,
): Reply | undefined {
  const { oauthLimit, limitStatus } = switches;
  if (oauthLimit === 'off' || rateLimit.admit(appkey, apiId, oauthLimit, now())) return undefined;
  return tooManyRequests(apiId, oauthLimit, limitStatus);
}

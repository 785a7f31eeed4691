import type { ServerResponse } from 'node:http';
import type { SendingParts } from '../core/calls/sendWithToken.ts';
import type { GatewayDecision } from '../core/passes/gatewayRequest.ts';
import type { Passes } from '../core/passes/passes.ts';
import { formatKoreanTime } from '../core/time/koreanTime.ts';
import { answerJson, answerProblem, problemOf } from './kiwoomReply.ts';
import { jsonObject } from './readBody.ts';
import type { WrongPasses } from './wrongPasses.ts';

export interface OAuthParts {
  readonly domain: Pick<SendingParts, 'tokens'>;
  readonly passes: Pick<Passes, 'accountOf'>;
  readonly wrongPasses: WrongPasses;
}

const done = { return_code: 0, return_msg: '정상적으로 처리되었습니다' };

/**
 * Answers OAuth calls itself: an issue returns the program's own pass, and a revocation has no effect.
 */
export async function answerOAuth(
  { domain, passes, wrongPasses }: OAuthParts,
  { kind, environment }: GatewayDecision & { kind: 'issue' | 'revoke' },
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const { appkey, secretkey } = jsonObject(body) ?? {};
  const profile =
    typeof appkey === 'string' && appkey === secretkey ? passes.accountOf(appkey) : undefined;
  if (profile?.environment !== environment) {
    if (await wrongPasses.count()) answerProblem(response, 404, 'wrong-pass');
    else response.destroy();
    return;
  }
  if (kind === 'revoke') {
    answerJson(response, 200, done);
    return;
  }
  try {
    const { expiresAt } = await domain.tokens.ensure(profile);
    answerJson(response, 200, {
      expires_dt: formatKoreanTime(expiresAt).replace(/\D/g, ''),
      return_msg: done.return_msg,
      token_type: 'Bearer',
      return_code: 0,
      token: appkey,
    });
  } catch (thrown) {
    const { status, problem, subject } = problemOf(thrown);
    answerProblem(response, status, problem, subject);
  }
}

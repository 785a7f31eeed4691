import { referenceTo, tokenReference } from '../../core/handover/injectedVariables.ts';
import { noRedirect } from '../../httpFile/httpLanguage.ts';
import type { Localize } from '../shell/localize.ts';

/** Sample requests for both REST Client and httpyac; they contain a reference, not the token. */
export function sampleRequests(t: Localize): string {
  const host = referenceTo('active', 'host');
  return `### ${t('Query account number')} (ka00001)
${noRedirect}
POST ${host}/api/dostk/acnt
Content-Type: application/json;charset=UTF-8
Authorization: Bearer ${tokenReference}
api-id: ka00001

{}

### ${t('Stock information')} (ka10001)
${noRedirect}
POST ${host}/api/dostk/stkinfo
Content-Type: application/json;charset=UTF-8
Authorization: Bearer ${tokenReference}
api-id: ka10001

{
  "stk_cd": "005930"
}
`;
}

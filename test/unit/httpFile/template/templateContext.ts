import type { TemplateContext } from '../../../../src/httpFile/template/requestTemplate.ts';

/** Words that are easy to find again. */
export const templateContext: TemplateContext = {
  today: '20261124',
  words: {
    required: 'required',
    optional: 'optional',
    length: (characters) => `${characters} chars`,
    order: 'an order',
    fieldsUnknown: 'fields unknown',
    notOnMock: 'not on mock',
    nextPage: 'next page',
    webSocket: 'not for REST Client',
    receiveMore: 'receive more',
    loginFirst: 'login first',
    issue: 'issue token',
    revoke: 'revoke token',
  },
};

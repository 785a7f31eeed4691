import type { ErrorTexts } from './errorText.ts';

/** The gateway and the agents. */
export const gatewayErrors = {
  'gateway-not-started': {
    say: (t, { subject }) =>
      subject === undefined
        ? t(
            'The gateway does not run, or has no pass for this account. Issue a token, or see the log.',
          )
        : t(
            'The gateway did not start ({0}). Programs get neither pass nor token until it runs. A security program may stand in the way.',
            subject,
          ),
    actions: ['retry', 'show-log'],
  },
  'account-not-open': {
    say: (t) =>
      t(
        'Agents may not use this account. Mock accounts are open to them, real ones only with kiwoom.agents.accounts; one whose token you revoked needs a new token first.',
      ),
    actions: ['open-settings'],
    setting: 'kiwoom.agents.accounts',
  },
} satisfies ErrorTexts;

/** Reasons why a tool refuses. Failures of Kiwoom or the token manager have an error code of core. */
export type AgentProblemCode =
  | 'agents-off'
  | 'wrong-input'
  | 'unknown-tr'
  | 'not-callable'
  | 'no-account-open'
  | 'account-not-open'
  | 'account-not-named'
  | 'token-revoked'
  | 'orders-refused'
  | 'order-not-sent'
  | 'order-uncertain'
  | 'too-many-calls';

/** A refusal for an agent to read, in English: the problem, and what to do instead. */
export class AgentProblem extends Error {
  override readonly name = 'AgentProblem';
  readonly code: AgentProblemCode;
  readonly nextStep: string;

  constructor(code: AgentProblemCode, message: string, nextStep: string) {
    super(message);
    this.code = code;
    this.nextStep = nextStep;
  }
}

/** Why a tool does nothing. What Kiwoom or the token manager refuse has a code of core. */
export type AgentProblemCode =
  | 'agents-off'
  | 'wrong-input'
  | 'unknown-tr'
  | 'not-callable'
  | 'no-account-open'
  | 'account-not-open'
  | 'account-not-named'
  | 'orders-refused'
  | 'order-not-sent'
  | 'order-uncertain'
  | 'too-many-calls';

/** A refusal as an agent reads it, in English: what is wrong, and what to do instead. */
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

import type { Span, TextRange } from './textRange.ts';

/**
 * A request's body read as JSON, with the place of everything in it. Half-typed bodies are read as
 * far as they make sense; what the clients replace before they send (`{{…}}`) may stand anywhere.
 */
export interface JsonBody {
  /** `undefined` for a body without a value, such as an empty one or one that is a file's name. */
  readonly root?: JsonNode;
  /** The first thing that makes it no JSON. */
  readonly problem?: JsonProblem;
  /** `< file`: what is sent stands elsewhere. */
  readonly included: boolean;
  /** A variable stands where it may hold anything: members, a part of a value, a comma. */
  readonly open?: true;
}

export interface JsonProblem {
  readonly kind:
    | 'value-expected'
    | 'name-expected'
    | 'colon-expected'
    | 'comma-expected'
    | 'unclosed'
    | 'trailing-comma'
    | 'trailing-text'
    | 'too-deep'
    /** A blank that JSON does not have, such as a no-break space. */
    | 'other-blank'
    /** A backslash before something else than JSON takes there. */
    | 'bad-escape'
    /** A tab or another control character in a string, as it is. */
    | 'control-character';
  readonly range: TextRange;
}

export type JsonNode =
  | { readonly kind: 'object'; readonly range: TextRange; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly range: TextRange; readonly items: readonly JsonNode[] }
  /** `text` is without quotes and escapes. */
  | { readonly kind: 'string'; readonly range: TextRange; readonly text: string }
  /** A number, `true`, `false`, `null`. */
  | { readonly kind: 'literal'; readonly range: TextRange; readonly text: string }
  /** `{{…}}` outside of quotes: known only when it is sent. */
  | { readonly kind: 'variable'; readonly range: TextRange; readonly text: string };

export interface JsonMember {
  /** The name without its quotes; the range covers them. */
  readonly name: Span;
  /** Absent while it is being typed. */
  readonly value?: JsonNode;
}

/** Whether a text holds something that a client replaces before it sends. */
export function hasVariable(text: string): boolean {
  return text.includes('{{');
}

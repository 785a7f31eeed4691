import type { Span, TextRange } from './textRange.ts';

/**
 * A request's body parsed as JSON, with positions. The parser is error-tolerant for incomplete bodies, and
 * accepts variables (`{{…}}`) anywhere.
 */
export interface JsonBody {
  /** `undefined` for a body without a value, such as an empty one or a file reference. */
  readonly root?: JsonNode;
  /** The first syntax error. */
  readonly problem?: JsonProblem;
  /** Whether it is `< file`, which includes another file. */
  readonly included: boolean;
  /** Whether a variable may expand to more than a value: members, a part of a value, a comma. */
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
    /** A blank that JSON does not allow, such as a no-break space. */
    | 'other-blank'
    /** An escape that JSON does not allow. */
    | 'bad-escape'
    /** An unescaped tab or other control character in a string. */
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
  /** `{{…}}` outside quotes; its value is unknown until it is sent. */
  | { readonly kind: 'variable'; readonly range: TextRange; readonly text: string };

export interface JsonMember {
  /** The name without its quotes; the range covers them. */
  readonly name: Span;
  /** Absent in an incomplete member. */
  readonly value?: JsonNode;
}

/** Whether a text contains a variable. */
export function hasVariable(text: string): boolean {
  return text.includes('{{');
}

import type { ShellWord } from './shellWords.ts';
import type { LineRange, Span } from './textRange.ts';

/**
 * Syntax tree of a `.http` file. It follows the common syntax of REST Client and httpyac; where they differ,
 * httpyac's: a request may begin without a `###` above it, and scripts, assertions and response handlers are
 * not sent.
 */
export interface HttpFile {
  /** Without line breaks; an empty file has one empty line. */
  readonly lines: readonly string[];
  /** The first line break of the file, `\n` if it has none. */
  readonly eol: string;
  /** One per line. */
  readonly lineKinds: readonly LineKind[];
  /** In order and without gaps: each line belongs to exactly one block. */
  readonly blocks: readonly HttpBlock[];
  /** Blocks with a request. */
  readonly requests: readonly HttpRequestBlock[];
  /** `@name = value` anywhere in the file: both clients read all of them before sending. */
  readonly variables: readonly FileVariable[];
}

export type LineKind =
  /** `###`, with or without a title */
  | 'delimiter'
  | 'blank'
  /** `# …` or `// …`; both clients remove them, even in a body */
  | 'comment'
  /** `@name = value` */
  | 'variable'
  /** httpyac: `{{ … }}` over several lines, `< {% … %}`, and its block comments */
  | 'script'
  /** method and URL */
  | 'request-line'
  /** a further line of the URL: `?a=b`, `&c=d`, `/path` */
  | 'url'
  | 'header'
  | 'body'
  /** httpyac's response handlers: `?? …`, `> {% … %}`, `>> file`, `<> file` */
  | 'handler'
  /** a response stored in the file, from its `HTTP/1.1 200` to the end of the block */
  | 'response'
  /** a line of a cURL command */
  | 'curl';

export interface FileVariable {
  readonly name: Span;
  /** Trimmed. */
  readonly value: Span;
}

/**
 * A `###` line with the lines up to the next one. The first block may lack the `###`, and so may one that
 * begins with a request line.
 */
export interface HttpBlock {
  readonly lines: LineRange;
  /** Text after `###`. */
  readonly title?: string;
  /** Name from `# @name`. */
  readonly name?: string;
  readonly request?: HttpRequest;
  /** Whether it begins at its request line, below another request: REST Client takes it for that one's body. */
  readonly undelimited?: true;
}

export interface HttpRequestBlock extends HttpBlock {
  readonly request: HttpRequest;
}

export function hasRequest(block: HttpBlock): block is HttpRequestBlock {
  return block.request !== undefined;
}

export type HttpRequest = MessageRequest | CurlRequest;

export type MessageKind = 'http' | 'websocket' | 'eventsource' | 'grpc' | 'mqtt' | 'amqp';

/** A request written as a message: request line, headers, blank line, body. */
export interface MessageRequest {
  readonly kind: MessageKind;
  /** Line number of the request line. */
  readonly line: number;
  /** Absent when the line has only a URL, which means GET (or the protocol of the URL). */
  readonly method?: Span;
  /** {@link urlParts} joined, with variables unresolved. */
  readonly url: string;
  /** The part on the request line, then one per continuation line. */
  readonly urlParts: readonly [Span, ...Span[]];
  /** `HTTP/1.1` at the end of the URL. */
  readonly version?: Span;
  readonly headers: readonly MessageHeader[];
  /** Without blank lines at either end and without httpyac's handlers after a body. */
  readonly body?: LineRange;
}

export interface Header {
  readonly name: Span;
  /** Trimmed. */
  readonly value: Span;
}

/** A value folded over several lines is joined by single spaces; its range spans those lines. */
export interface MessageHeader extends Header {
  /** False for a line with only a name, which REST Client sends with an empty value. */
  readonly hasColon: boolean;
}

/** A request written as a cURL command, which REST Client sends and httpyac does not. */
export interface CurlRequest {
  readonly kind: 'curl';
  /** Line number of the command's start. */
  readonly line: number;
  readonly method?: Span;
  /** Empty if the command has none. */
  readonly url: string;
  /** Span of {@link url}, if it is written literally. */
  readonly urlSpan?: Span;
  readonly headers: readonly CurlHeader[];
  /** Arguments of `-d` and its variants. */
  readonly data: readonly Span[];
  /** All words of the command, including `curl`. */
  readonly words: readonly ShellWord[];
}

/** `-H "Name: value"`, `--header='Name: value'`, `-HName:value`. */
export interface CurlHeader extends Header {
  /**
   * Quote around the header, `''` for none; absent for more complex quoting (several quotes, escapes, several
   * lines), where the ranges of name and value are both that of {@link argument}.
   */
  readonly quote?: '"' | "'" | '';
  /** Index in `words` of the option's word. */
  readonly optionIndex: number;
  /** The word with the header; the option's own word if they are attached. */
  readonly argument: ShellWord;
  /** Text before the header in {@link argument}: `--header=`, `-H` or empty. */
  readonly attachedOption: string;
}

import type { ShellWord } from './shellWords.ts';
import type { LineRange, Span } from './textRange.ts';

/**
 * What a `.http` file says, line by line and request by request. It is the reading that REST Client
 * and httpyac share; where they differ, httpyac decides: a request may begin without a `###` above
 * it, and scripts, assertions and response handlers are not sent.
 */
export interface HttpFile {
  /** Without line breaks; never empty: an empty file is one empty line. */
  readonly lines: readonly string[];
  /** The first line break of the file, `\n` if it has none. */
  readonly eol: string;
  /** One for each line. */
  readonly lineKinds: readonly LineKind[];
  /** In order and without gaps: every line of the file belongs to exactly one. */
  readonly blocks: readonly HttpBlock[];
  /** The blocks that hold a request. */
  readonly requests: readonly HttpRequestBlock[];
  /** `@name = value`, wherever it stands: both clients read them all before they send. */
  readonly variables: readonly FileVariable[];
}

export type LineKind =
  /** `###`, with or without a title */
  | 'delimiter'
  | 'blank'
  /** `# …` or `// …`; both clients drop them, in a body too */
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
  /** what httpyac does with the response: `?? …`, `> {% … %}`, `>> file`, `<> file` */
  | 'handler'
  /** a response kept in the file, from its `HTTP/1.1 200` to the end of the block */
  | 'response'
  /** a line of a cURL command */
  | 'curl';

export interface FileVariable {
  readonly name: Span;
  /** Without the blanks around it. */
  readonly value: Span;
}

/**
 * A `###` line with everything up to the next one. The first block may come without its `###`, and
 * so may one that begins with a request line.
 */
export interface HttpBlock {
  readonly lines: LineRange;
  /** What stands after `###`. */
  readonly title?: string;
  /** From `# @name`. */
  readonly name?: string;
  readonly request?: HttpRequest;
  /** It begins at its request line, below another request: REST Client takes it for that one's body. */
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
  /** The line that the request begins on. */
  readonly line: number;
  /** Absent when the line holds a URL only, which means GET (or the protocol of the URL). */
  readonly method?: Span;
  /** All of {@link urlParts} joined, variables unresolved. */
  readonly url: string;
  /** The part on the request line, then one for each further line. */
  readonly urlParts: readonly [Span, ...Span[]];
  /** `HTTP/1.1` at the end of the URL. */
  readonly version?: Span;
  readonly headers: readonly MessageHeader[];
  /** Without blank lines at either end and without what httpyac keeps after a body. */
  readonly body?: LineRange;
}

export interface Header {
  readonly name: Span;
  /** Without the blanks around it. */
  readonly value: Span;
}

/** A value folded over several lines is joined by single spaces; its range spans those lines. */
export interface MessageHeader extends Header {
  /** False for a line that is only a name, which REST Client sends with an empty value. */
  readonly hasColon: boolean;
}

/** A request written as a cURL command, which REST Client sends and httpyac does not. */
export interface CurlRequest {
  readonly kind: 'curl';
  /** The line that the command begins on. */
  readonly line: number;
  readonly method?: Span;
  /** Empty if the command has none. */
  readonly url: string;
  /** Where {@link url} stands, if it stands there as it is. */
  readonly urlSpan?: Span;
  readonly headers: readonly CurlHeader[];
  /** What `-d` and its relatives send. */
  readonly data: readonly Span[];
  /** The whole command, `curl` first. */
  readonly words: readonly ShellWord[];
}

/** `-H "Name: value"`, `--header='Name: value'`, `-HName:value`. */
export interface CurlHeader extends Header {
  /**
   * How the header is quoted, `''` if it is not; absent if it is written in a less plain way
   * (several quotes, escapes, several lines). Only a plain header has exact ranges of name and
   * value; else both ranges are those of {@link argument}.
   */
  readonly quote?: '"' | "'" | '';
  /** The place in `words` of the word that begins the option. */
  readonly optionIndex: number;
  /** The word that holds the header; the option's own word if the two are attached. */
  readonly argument: ShellWord;
  /** What stands before the header in {@link argument}: `--header=`, `-H` or nothing. */
  readonly attachedOption: string;
}

export interface LineFormatOptions {
  /** For source code: only string literals are values, other words are identifiers. */
  readonly literalsOnly?: boolean;
  /**
   * For notes: names may contain blanks, lines without a value are headings, and the next account
   * repeats names.
   */
  readonly notes?: boolean;
  /** For `.http` files: `###` separates requests. */
  readonly requests?: boolean;
}

/**
 * Escaped quotes as quotes, nothing before the name, and a line in which a name is given its value without a sign
 * between as an assignment.
 */
export function asAssignments(content: string, options: LineFormatOptions): string {
  return withSigns(content, options).replace(lead, '');
}

function withSigns(content: string, { literalsOnly }: LineFormatOptions): string {
  const line = content.replace(/\\(["'])/g, '$1');
  if (literalsOnly !== true) {
    return line
      .replace(/^\[[^\]]{1,30}\] \[오[전후] \d{1,2}:\d\d\] /, '') // A message copied from KakaoTalk.
      .replace(/^\|\s*([^|]{1,60}?)\s*\|\s*([^|]{1,300}?)\s*\|$/, '$1: $2')
      .replace(/^Environment=/, '')
      .replace(/(?<=^|\s)(["'])([A-Za-z_]\w{0,80}=[^"']{0,200})\1(?=\s|$)/g, '$2')
      .replace(/^setx\s+(\w+)\s+("[^"]*"|\S+).*$/i, '$1=$2')
      .replace(/^set\s+(?:--?[a-z]+\s+)+(\w+)\s+("[^"]*"|'[^']*'|\S+).*$/, '$1=$2')
      .replace(/^ENV\s+(\w+)\s+([^\s=]+)\s*$/, '$1=$2')
      .replace(literalCall, asAssignment);
  }
  return line
    .replace(literalCall, asAssignment)
    .replace(fallback, '= ')
    .replace(wrappedKey, '= $1')
    .replace(setter, ' $1=$2');
}

function asAssignment(
  _: string,
  assigned: string | undefined,
  _quote: string,
  name: string,
  value: string,
): string {
  return assigned === undefined ? ` ${name}=${value}` : `= ${value}`;
}

/** `.appKey("value")`, `api.SetAppKey("value")`, `.mock(true)`; not `post("https://…")` */
const setter =
  /\.(?:[Ss]et_?)?([A-Za-z]\w{0,80})\(\s*("(?!http)[^"]{0,200}"|'(?!http)[^']{0,200}'|true|false)\s*\)/g;

/** `= process.env.NAME || "value"`, `= os.getenv("NAME") or "value"` */
const fallback =
  /=\s*[\w.?]{1,80}(?:[([]["'][\w.-]{1,80}["'][)\]])?\s+(?:\|\||\?\?|or)\s+(?=["'])/g;

/** `= SecretStr("key")` */
const wrappedKey = /=\s*[\w.]{1,80}\(\s*(["'][\w-]{43}["'])\s*\)/g;

/** `put("name", "value")`, `= getenv("name", "default")` */
const literalCall =
  /(=\s{0,9})?[\w.\]:]{1,80}\(\s*(["'])([\w.-]{1,80})\2\s*,\s*("[^"]{0,200}"|'[^']{0,200}')[^()]{0,80}\)/g;

/** Prefixes of a name in code, shells and lists. */
const lead =
  /^(?:(?:export|declare|set|setx|const|let|var|val|static|public|private|protected|final|readonly|string)\s+|\$env:|[-*•@]\s*|\d{1,2}[.)]\s+)+/i;

/** The assignments in a line of {@link asAssignments}, and the braces that open and close sections. */
export function assignmentIn({ notes, literalsOnly }: LineFormatOptions): RegExp {
  const name = `(?<name>[\\p{L}_][\\p{L}\\p{N}_.\\-${notes === true ? ' ()' : ''}]{0,80}?)`;
  const separator = `\\s{0,20}(?:\\]\\s{0,9})?(?:=>|:=|<-|(?::\\s{0,9}(?:&(?:'\\w{1,20}\\s)?)?[A-Za-z][\\w.[\\]|]{0,40}(?:["'][\\w"', ]{1,60}\\])?\\s{0,9})?=(?!=)|[:：](?!//))\\s{0,20}`;
  const quoted = `(?<quoted>"[^"]*"|'[^']*'|\`[^\`]*\`|“[^”]*”|‘[^’]*’)`;
  const literal = `(?<plain>(?:[Tt]rue|TRUE|[Ff]alse|FALSE|\\d+)(?![\\w.(]))`;
  const next = `\\s+(?:--?\\w+\\s+)?(?:export\\s+)?[A-Za-z_]\\w{0,80}=(?!=)`;
  const plain = `(?<plain>\\$?\\{+[\\w.]{1,60}\\}+|<[^<>]{1,60}>|[^\\s{}"'\`,#;][^,{}#;]*?(?=\\s*(?:[,;}]|\\s[#;]|\\s//|${next}|$)))`;
  return new RegExp(
    `(?<![\\p{L}\\p{N}_])["'\`]?${name}["'\`]?${separator}(?:(?<brace>@?\\{)|[rbuf]{0,2}${quoted}|${literalsOnly === true ? literal : plain})|(?<open>\\{)|(?<close>\\})`,
    'gu',
  );
}

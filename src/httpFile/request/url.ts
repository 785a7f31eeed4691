/** Parts of a URL as written, with `{{…}}`; joined in this order they are the whole URL. */
export interface UrlParts {
  /** `https://`, `{{protocol}}://`, or empty; several if a variable adds another one. */
  readonly scheme: string;
  /** Everything up to `@`, which is no part of the host. */
  readonly userInfo: string;
  /** `api.kiwoom.com`, `{{host}}`, `{{sub}}.kiwoom.com`; empty for a path alone. */
  readonly host: string;
  /** `:443` */
  readonly port: string;
  /** Text after a backslash, where only some clients end the host. */
  readonly disguised: string;
  /** Up to the query. */
  readonly path: string;
  readonly rest: string;
}

/** The only URL parser here; accepts any text. */
export function splitUrl(url: string): UrlParts {
  const scheme = /^(?:(?:\{\{[^{}]*\}\}|[a-z][a-z\d+.-]*):\/\/)*/i.exec(url)?.[0] ?? '';
  const pathFrom = endOfAuthority(url, scheme.length);
  const authority = url.slice(scheme.length, pathFrom);
  const backslash = authority.indexOf('\\');
  const plain = backslash === -1 ? authority : authority.slice(0, backslash);
  const userInfo = plain.slice(0, plain.lastIndexOf('@') + 1);
  const port = /:\d*$/.exec(plain.slice(userInfo.length))?.[0] ?? '';
  const path = /^\/[^?#\s]*/.exec(url.slice(pathFrom))?.[0] ?? '';
  return {
    scheme,
    userInfo,
    host: plain.slice(userInfo.length, plain.length - port.length),
    port,
    disguised: authority.slice(plain.length),
    path,
    rest: url.slice(pathFrom + path.length),
  };
}

/** Everything before the path. */
export function originOf({ scheme, userInfo, host, port, disguised }: UrlParts): string {
  return scheme + userInfo + host + port + disguised;
}

const plainCharacters = /[^/?#\s{}]*/y;
const variable = /\{\{[^{}]*\}\}/y;

/** Scans each character or variable once, because a line may be megabytes long. */
function endOfAuthority(url: string, from: number): number {
  let at = from;
  for (;;) {
    plainCharacters.lastIndex = at;
    plainCharacters.test(url);
    variable.lastIndex = plainCharacters.lastIndex;
    if (!variable.test(url)) return plainCharacters.lastIndex;
    at = variable.lastIndex;
  }
}

/** Writes the lines of a `.properties` file as most files have them: `name=value`, without escapes. */
export function plainProperties(text: string): string {
  return text
    .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/^([ \t]*[^\s#!:=]{1,80})[ \t]+(?![\s:=])/gm, '$1=');
}

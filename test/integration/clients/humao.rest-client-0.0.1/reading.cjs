/*
 * How REST Client reads a request, in as few lines as it takes. What it makes of each line of the corpus and the
 * shapes of test/unit/httpFile was compared with what REST Client's own code makes of it (2026-11). Left out is
 * what no request to Kiwoom needs: cURL commands, forms, GraphQL, bodies from files, prompts.
 */
const lineBreak = /\r?\n/;
const isComment = (line) => /^\s*(?:#|\/\/)/.test(line);
const isBlank = (line) => line.trim() === '';
const isVariable = (line) => /^\s*@[^\s=]+\s*=/.test(line);
const methods =
  /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE|LOCK|UNLOCK|PROPFIND|PROPPATCH|COPY|MOVE|MKCOL|MKCALENDAR|ACL|SEARCH)(?=\s)/i;

/** The lines between the `###` around a line; none on a `###` itself. */
function blockAt(text, line) {
  const lines = text.split(lineBreak);
  const isDelimiter = (each) => each.startsWith('###');
  if (isDelimiter(lines[line] ?? '')) return [];
  const first = lines.findLastIndex((each, i) => i < line && isDelimiter(each)) + 1;
  const next = lines.findIndex((each, i) => i > line && isDelimiter(each));
  return lines.slice(first, next === -1 ? undefined : next);
}

/** The marks such as `@note` in the comments above a request. */
function marksOf(block) {
  const start = block.findIndex((line) => !isBlank(line) && !isComment(line) && !isVariable(line));
  const above = start === -1 ? block : block.slice(0, start);
  return above.flatMap((line) => /^\s*(?:#|\/\/)\s*@([\w-]+)/.exec(line)?.[1] ?? []);
}

/** The text of a request, without comments: they are gone wherever they stand. */
function requestTextOf(block) {
  const lines = block.filter((line) => !isComment(line));
  const first = lines.findIndex((line) => !isBlank(line) && !isVariable(line));
  if (first === -1 || /^\s*HTTP\/[\d.]+/.test(lines[first])) return undefined;
  const last = lines.findLastIndex((line) => !isBlank(line));
  return lines.slice(first, last + 1).join('\n');
}

/** Puts values in the place of `{{…}}`; what nobody knows stays, without the blanks in it. */
async function replaceVariables(text, valueOf) {
  const parts = text.split(/\{\{(.+?)\}\}/);
  for (let i = 1; i < parts.length; i += 2) {
    const name = parts[i].trim();
    parts[i] = (await valueOf(name)) ?? `{{${name}}}`;
  }
  return parts.join('');
}

/** `@name = value`, wherever it stands in the file. */
function fileVariablesOf(text) {
  const lines = text.split(lineBreak).map((line) => /^\s*@([^\s=]+)\s*=\s*(.*?)\s*$/.exec(line));
  return new Map(lines.flatMap((match) => (match === null ? [] : [[match[1], match[2]]])));
}

/** @param text as {@link requestTextOf} gives it, with values in the place of variables */
function parseRequest(text, defaultHeaders = {}) {
  const lines = text.split('\n');
  let url = (lines.shift() ?? '').trim();
  while (/^\s*[?&]/.test(lines[0] ?? '')) url += lines.shift().trim();
  const end = lines.findIndex(isBlank);
  const head = end === -1 ? lines : lines.slice(0, end);
  const body = end === -1 ? '' : lines.slice(end + 1).join('\n');
  const method = methods.exec(url)?.[0];
  url = url
    .slice(method?.length ?? 0)
    .trim()
    .replace(/\s+HTTP\/.*$/i, '');
  const headers = { ...defaultHeaders, ...headersOf(head) };
  const host = Object.entries(headers).find(([name]) => name.toLowerCase() === 'host')?.[1];
  if (url.startsWith('/') && host)
    url = `${/:8?443$/.test(host) ? 'https' : 'http'}://${host}${url}`;
  return { method: (method ?? 'GET').toUpperCase(), url, headers, body };
}

function headersOf(lines) {
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = (colon === -1 ? line : line.slice(0, colon)).trim();
    const value = colon === -1 ? '' : line.slice(colon + 1).trim();
    const known = Object.keys(headers).find((each) => each.toLowerCase() === name.toLowerCase());
    if (known === undefined) headers[name] = value;
    else headers[known] += `${known.toLowerCase() === 'cookie' ? ';' : ','}${value}`;
  }
  return headers;
}

module.exports = {
  blockAt,
  marksOf,
  requestTextOf,
  replaceVariables,
  fileVariablesOf,
  parseRequest,
};

import type { KnownSecret } from '../../core/leaks/secretSearch.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import { authorizationHeaders } from '../request/authorizationHeader.ts';
import type { Header } from '../syntax/httpFile.ts';
import { parseJsonMessages } from '../syntax/parseJsonBody.ts';
import type { RequestToDiagnose } from './httpDiagnostic.ts';

/** Text that a request sends in the place of a key or token. */
export interface WrittenSecret {
  readonly kind: KnownSecret['kind'];
  /** With the file's variables replaced. */
  readonly text: string;
}

/** All of them, including references and placeholders. */
export function writtenSecrets(input: RequestToDiagnose): WrittenSecret[] {
  const { variables, request } = input;
  const { request: message } = request.block;
  return [
    ...authorizationHeaders<Header>(message.headers).flatMap(({ value }) =>
      tokensIn(variables.resolve(value.text)),
    ),
    ...[
      ...message.headers.map(({ name, value }) => [name.text.toLowerCase(), value.text] as const),
      ...formFields(message.url),
      ...bodyFields(input),
    ].flatMap(([name, text]) => {
      const kind = kindOf(name);
      return kind === undefined ? [] : { kind, text: variables.resolve(text) };
    }),
  ];
}

/** Whether it has exactly the length and characters of Kiwoom's known keys and tokens. */
export function looksLike(kind: KnownSecret['kind'], text: string): boolean {
  const length = kind === 'token' ? liveServer.usualTokenLength : liveServer.usualKeyLength;
  return text.length === length && liveServer.usualKeyCharacters.test(text);
}

/** Ignores the surrounding text: another scheme or none, quotes. */
function tokensIn(authorization: string): WrittenSecret[] {
  const words = authorization.match(/[\w-]+/g) ?? [];
  return words
    .filter((word) => looksLike('token', word))
    .map((text) => ({ kind: 'token' as const, text }));
}

type Field = readonly [name: string, text: string];

function bodyFields({ file, block: { request: message } }: RequestToDiagnose): Field[] {
  if (message.kind === 'curl') {
    return message.data.flatMap(({ text }) => [...jsonFields(text), ...formFields(text)]);
  }
  const { body } = message;
  if (body === undefined) return [];
  const messages = parseJsonMessages(file, body);
  const members = messages.flatMap(({ root }) => (root?.kind === 'object' ? root.members : []));
  return [
    ...members.flatMap(({ name, value }): Field[] =>
      value !== undefined && 'text' in value ? [[name.text, value.text]] : [],
    ),
    ...file.lines.slice(body.first, body.last + 1).flatMap(formFields),
  ];
}

function jsonFields(text: string): Field[] {
  return [...text.matchAll(/"(\w+)"\s*:\s*"([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
}

/** `appkey=…&secretkey=…`, in a body or a query. */
function formFields(text: string): Field[] {
  return [...text.matchAll(/(?:^|[?&\s])(\w+)=["']?([^&\s"']*)/g)].map(
    ([, name = '', value = '']) => [name, value],
  );
}

function kindOf(name: string): KnownSecret['kind'] | undefined {
  return name === 'token' || name === 'appkey' || name === 'secretkey' ? name : undefined;
}

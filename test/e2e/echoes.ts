import type { Fault } from '../simulator/controlInterface.ts';

export interface Echo {
  readonly reply: Fault;
  /** What the notification says about it. */
  readonly shown: RegExp;
}

/** Failing answers that repeat two secrets of the request, in each part of an answer that is read. */
export function echoes(one: string, other: string) {
  const both = `appkey=${one} secretkey=${other}`;
  return {
    message: {
      reply: json({ return_code: 3, return_msg: `입력 값 오류[9999:${both}]` }),
      shown: /appkey=•••/,
    },
    'the end of a long message': {
      reply: json({ return_code: 3, return_msg: `[8001:${'long '.repeat(58)}${both}]` }),
      shown: /does not accept this app key/,
    },
    'an error of the server': {
      reply: json({ error: both, status: 500, message: both }, 500),
      shown: /server failed.*appkey=•••/,
    },
    'the expiry time': {
      reply: json({ return_code: 0, expires_dt: both, token: 'x', token_type: 'bearer' }),
      shown: /expiry is not a date: “appkey=•••/,
    },
    'the names of fields': {
      reply: json({ [one]: other, return_code: other }),
      shown: /lacks documented fields/,
    },
    'a web page': {
      reply: answer(200, 'text/html', `<title>${both}</title>${both}`),
      shown: /web page came back.*appkey=•••/,
    },
    'a redirect': {
      reply: { kind: 'reply', status: 302, headers: { location: `/?${both}` }, body: both },
      shown: /redirected/,
    },
    'what is not JSON': {
      reply: answer(200, 'text/plain', both),
      shown: /not in JSON, as documented/,
    },
  } satisfies Record<string, Echo>;
}

function json(body: object, status = 200): Fault {
  return answer(status, 'application/json;charset=UTF-8', JSON.stringify(body));
}

function answer(status: number, type: string, body: string): Fault {
  return { kind: 'reply', status, headers: { 'content-type': type }, body };
}

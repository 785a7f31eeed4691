import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { controlMethods, type CallFilter, type SimulatorControl } from './controlInterface.ts';

/**
 * HTTP server of the control interface: `POST /<method>` with a JSON array of the arguments answers `{"result":
 * …}`, or HTTP 400 with `{"error": "…"}`. For use in a browser, `GET /calls` (filtered by
 * `?kind=issue&environment=mock` and similar), `GET /counts`, `GET /tokens` and `GET /` show the state. It
 * contains demo keys and demo tokens only.
 */
export function controlListener(control: SimulatorControl): RequestListener {
  return (message, response) => {
    void reply(control, message).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' });
      response.end(JSON.stringify(body, null, message.method === 'GET' ? 2 : 0));
    });
  };
}

async function reply(
  control: SimulatorControl,
  message: IncomingMessage,
): Promise<{ status: number; body: unknown }> {
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://127.0.0.1');
  try {
    const body =
      message.method === 'GET'
        ? look(control, pathname, searchParams)
        : { result: (await call(control, pathname.slice(1), await text(message))) ?? null };
    return { status: 200, body };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

function look(control: SimulatorControl, pathname: string, query: URLSearchParams): unknown {
  switch (pathname) {
    case '/':
      return { ...control.describe(), counts: control.counts(), methods: controlMethods };
    case '/calls':
      return control.calls(filterOf(query));
    case '/counts':
      return control.counts();
    case '/tokens':
      return control.tokens();
    default:
      throw new Error('Known pages: /, /calls, /counts, /tokens.');
  }
}

function filterOf(query: URLSearchParams): CallFilter {
  return Object.fromEntries(
    [...query].map(([name, value]) => [name, name === 'code' ? Number(value) : value]),
  );
}

async function call(control: SimulatorControl, name: string, body: string): Promise<unknown> {
  const method = controlMethods.find((known) => known === name);
  if (method === undefined) throw new Error(`Unknown method "${name}".`);
  const args: unknown = body === '' ? [] : JSON.parse(body);
  if (!Array.isArray(args)) throw new Error('The arguments must be a JSON array.');
  // JSON has no undefined: an omitted argument in the middle arrives as null.
  const given = args.map((argument: unknown) => argument ?? undefined);
  return await (control[method] as (...args: unknown[]) => unknown)(...given);
}

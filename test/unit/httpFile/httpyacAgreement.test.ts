import assert from 'node:assert/strict';
import { HttpSymbolKind } from 'httpyac';
import { authorizationEdits } from '../../../src/httpFile/edit/authorizationEdit.ts';
import type { HttpFile, MessageKind } from '../../../src/httpFile/syntax/httpFile.ts';
import { parseHttpFile } from '../../../src/httpFile/syntax/parseHttpFile.ts';
import { applyEdits } from './applyEdits.ts';
import { corpus } from './corpus/corpus.ts';
import { parseWithHttpyac } from './httpyacParser.ts';
import { shapes } from './shapes/shapes.ts';

const bearer = 'Bearer {{$processEnv KIWOOM_TOKEN}}';

/** What both readings have in common. */
interface Reading {
  firstLine: number;
  lastLine: number;
  requestLine: number;
  /** HTTP method, or the protocol where it is another one. */
  method: string;
  url: string;
  headers: Record<string, unknown>;
}

const protocols: Record<Exclude<MessageKind, 'http'>, string> = {
  websocket: 'WS',
  eventsource: 'SSE',
  grpc: 'GRPC',
  mqtt: 'MQTT',
  amqp: 'AMQP',
};

async function readByHttpyac(text: string): Promise<Reading[]> {
  const { httpRegions } = await parseWithHttpyac(text);
  return httpRegions.flatMap(({ request, symbol }) => {
    if (request?.url === undefined || request.protocol === undefined) return [];
    const { protocol, method, url, headers } = request;
    const requestLine = symbol.children?.find(({ kind }) => kind === HttpSymbolKind.requestLine);
    return {
      firstLine: symbol.startLine,
      lastLine: symbol.endLine,
      requestLine: requestLine?.startLine ?? -1,
      method: protocol === 'HTTP' ? (method ?? '') : protocol,
      url: url.trim(),
      headers: { ...headers },
    };
  });
}

function readByUs({ requests, lineKinds }: HttpFile): Reading[] {
  return requests.map(({ lines, request }) => {
    assert.ok(request.kind !== 'curl');
    const { kind, line, method, url, headers } = request;
    const fields = headers.flatMap(({ name, value, hasColon }) =>
      // httpyac takes a name without a colon for the beginning of the body.
      hasColon ? [[name.text, value.text] as const] : [],
    );
    return {
      // httpyac counts a delimiter to neither of its neighbours, unless the file begins with it.
      firstLine:
        lines.first > 0 && lineKinds[lines.first] === 'delimiter' ? lines.first + 1 : lines.first,
      lastLine: lines.last,
      requestLine: line,
      method: kind === 'http' ? (method?.text ?? 'GET') : protocols[kind],
      url,
      headers: Object.fromEntries(fields),
    };
  });
}

describe('The reading of a .http file and that of httpyac', () => {
  const files = corpus.map(({ name, ...file }) => ({ shape: `the file ${name}`, ...file }));
  for (const { shape, text, httpyacDiffers } of [...shapes, ...files]) {
    if (httpyacDiffers !== undefined) continue;

    it(`agree on ${shape}`, async () => {
      assert.deepEqual(readByUs(parseHttpFile(text)), await readByHttpyac(text));
    });

    it(`agree on ${shape}, once each request has its authorization`, async () => {
      const { edits } = authorizationEdits(text, [...parseHttpFile(text).lines.keys()], bearer);
      const readings = await readByHttpyac(applyEdits(text, edits));
      for (const { headers } of readings) assert.equal(headers['Authorization'], bearer);
      assert.equal(readings.length, parseHttpFile(text).requests.length);
    });
  }
});

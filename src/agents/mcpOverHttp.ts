import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Profile } from '../core/model/profile.ts';
import { answerMcp, type McpParts } from './mcp.ts';

export interface AgentRequest {
  readonly message: Pick<IncomingMessage, 'headers'>;
  readonly body: Buffer;
  readonly account: Profile;
  /** Whether the agent's pass is still valid. */
  readonly allowed: () => boolean;
}

/** The only headers that MCP reads. */
const readHeaders = ['accept', 'content-type', 'mcp-protocol-version'];

/**
 * Adapts a request of Node's HTTP server to the web request that MCP expects, and the response back.
 */
export async function serveMcp(
  { message, body, account, allowed }: AgentRequest,
  response: ServerResponse,
  parts: McpParts,
): Promise<void> {
  const left = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) left.abort();
  });
  const headers = readHeaders.flatMap((name): [string, string][] => {
    const value = message.headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const request = new Request('http://127.0.0.1/mcp', {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  });
  const answer = await answerMcp(request, { only: account, allowed }, parts, left.signal);
  const text = Buffer.from(await answer.arrayBuffer());
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    ...(text.length === 0 ? {} : { 'Content-Type': 'application/json' }),
    'Content-Length': text.length,
    'Cache-Control': 'no-store',
  });
  response.end(text);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallLog } from './callLog.ts';
import { isRestPath } from './catalogue.ts';
import type { CallKind } from './controlInterface.ts';
import { deliver, isHandled, replacement, type Wait } from './delivery.ts';
import type { FaultPlan } from './faults.ts';
import { issueToken, revokeToken } from './oauth.ts';
import {
  blockedByFirewall,
  maintenanceOfMock,
  maintenanceOfReal,
  spelled,
  unknownPath,
  type Reply,
} from './replies.ts';
import type { ReceivedRequest, ServerState } from './serverState.ts';
import { answerTransaction } from './transactions.ts';

export interface ServerParts {
  readonly state: ServerState;
  readonly log: CallLog;
  readonly faults: FaultPlan;
  readonly wait: Wait;
  /** Simulator time in milliseconds, without the server's skew. */
  readonly time: () => number;
}

/** Answers a request to one of Kiwoom's servers, with the checks from the outermost layer inwards. */
export function answer(state: ServerState, request: ReceivedRequest): Reply {
  const { environment, switches } = state;
  if (isBlocked(switches.blockedUserAgent, request)) return blockedByFirewall();
  if (switches.maintenance) {
    return environment === 'real' ? maintenanceOfReal(state.now()) : maintenanceOfMock();
  }
  if (request.method !== 'POST' || !isRestPath(request.path)) return unknownPath();
  switch (kindOf(request.path)) {
    case 'issue':
      return issueToken(state, request.body);
    case 'revoke':
      return revokeToken(state, request.body);
    case 'tr':
      return answerTransaction(state, request);
    case 'other':
      return unknownPath();
  }
}

function isBlocked(pattern: string, { headers }: ReceivedRequest): boolean {
  return pattern !== '' && new RegExp(pattern, 'i').test(headers['user-agent'] ?? '');
}

/** Logs a call, answers it, and sends the answer with the next planned fault. */
export async function serve(
  { state, log, faults, wait, time }: ServerParts,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await receive(message);
  const kind = kindOf(request.path);
  const apiId = request.headers['api-id'] ?? null;
  const due = faults.take(kind, state.environment, apiId);
  const record = log.open(
    {
      environment: state.environment,
      kind,
      apiId,
      ...request,
      token: /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? null,
      receivedAt: time(),
    },
    due?.fault.kind ?? null,
  );

  const gone = new AbortController();
  response.on('finish', () => {
    log.change(record, { outcome: 'answered' });
  });
  response.on('close', () => {
    if (!response.writableFinished) log.change(record, { outcome: 'cut' });
    gone.abort();
  });

  const own =
    due === undefined || isHandled(due.fault)
      ? spelled(answer(state, request), state.switches)
      : undefined;
  const reply = (due === undefined ? undefined : replacement(due.fault)) ?? own ?? emptyReply;
  record.code = reply.code ?? own?.code ?? null;
  await deliver(
    {
      response,
      ...dateOf(state),
      signal: gone.signal,
      wait,
      hold: (signal) => faults.hold(due?.id ?? 0, signal),
      onStatus: (status) => {
        log.change(record, { status });
      },
    },
    reply,
    due?.fault,
  );
}

function dateOf({ switches, now }: ServerState): { date?: string } {
  const { dateHeader } = switches;
  if (dateHeader === 'none') return {};
  const oldMs = dateHeader === 'right' ? 0 : dateHeader;
  return { date: new Date(now() - oldMs).toUTCString() };
}

/** Placeholder for faults that neither process the call nor replace its answer. */
const emptyReply: Reply = { status: 200, headers: {}, body: Buffer.alloc(0), code: null };

function kindOf(path: string): CallKind {
  if (path === '/oauth2/token') return 'issue';
  if (path === '/oauth2/revoke') return 'revoke';
  return path.startsWith('/api/') ? 'tr' : 'other';
}

async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const headers = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    method: message.method ?? '',
    path: new URL(message.url ?? '/', 'http://127.0.0.1').pathname,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

import type { IncomingMessage } from 'node:http';
import type { TrCatalogue } from '../core/model/tr.ts';
import type { GatewayFacts, RequestHead } from '../core/passes/gatewayRequest.ts';
import type { Passes } from '../core/passes/passes.ts';

/** First line and headers, unparsed. */
export function headOf({ method = '', url = '', rawHeaders }: IncomingMessage): RequestHead {
  return { method, target: url, headers: rawHeaders };
}

/** @param address this server's own host and port */
export function factsFor(
  address: string,
  catalogue: TrCatalogue,
  passes: Pick<Passes, 'accountOf'>,
): GatewayFacts {
  return {
    address,
    tr: (apiId) => catalogue.find(apiId),
    transport: (path) => catalogue.onPath(path)[0]?.transport,
    accountOf: (pass) => passes.accountOf(pass),
  };
}

import { hash, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Domain } from '../core/domain.ts';
import type { Profile } from '../core/model/profile.ts';
import { Passes } from '../core/passes/passes.ts';
import { GatewayServer } from '../gateway/gatewayServer.ts';
import { networkErrorOf } from '../kiwoom/networkErrorCode.ts';
import { replyVerdict } from '../kiwoom/replyCode.ts';
import { loadTrCatalogue } from '../kiwoom/trCatalogue.ts';
import { tellOfWrongPasses } from '../vscode/passes/gatewayNotices.ts';
import { GatewayOrders } from '../vscode/passes/gatewayOrders.ts';

export interface StartedGateway {
  readonly server: GatewayServer;
  readonly passes: Passes;
  readonly port: number;
}

export interface GatewayStartParts {
  readonly domain: Domain;
  readonly workspace: string;
  readonly version: string;
  readonly allowed: (profile: Profile) => boolean;
  /** Tried first. */
  readonly port: number;
}

export async function startGateway(parts: GatewayStartParts): Promise<StartedGateway> {
  const { domain, workspace, version, allowed, port } = parts;
  const { profiles, keyStore, clock, scheduler, log } = domain;
  const catalogue = await loadTrCatalogue();
  const passes = new Passes({
    profiles,
    keyStore,
    clock,
    workspace,
    derive: (secretkey, purpose) =>
      Buffer.from(hkdfSync('sha256', secretkey.reveal(), '', purpose, 32)).toString('base64url'),
    digest: (text) => hash('sha256', text, 'buffer'),
    equal: timingSafeEqual,
    allowed,
  });
  const orders = new GatewayOrders(scheduler, catalogue);
  const server = new GatewayServer({
    domain,
    clock,
    catalogue,
    passes,
    verdict: replyVerdict,
    networkError: networkErrorOf,
    userAgent: `kiwoom-rest-auth/${version}`,
    mayOrder: (question, connection) => orders.mayGo(question, connection),
    onWrongPasses: () => {
      log.warn('gateway-wrong-passes');
      tellOfWrongPasses();
    },
    onListenerError: domain.onListenerError,
    log,
  });
  return { server, passes, port: await server.listen(port) };
}

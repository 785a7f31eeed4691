import { ActiveProfile, type ChoiceStore } from './accounts/activeProfile.ts';
import { Profiles } from './accounts/profiles.ts';
import { disposeAll } from './base/event.ts';
import { toKiwoomError } from './base/errors.ts';
import type { Secret } from './base/secret.ts';
import { ApiCaller } from './calls/apiCaller.ts';
import { RateLimiter } from './calls/rateLimiter.ts';
import { ExitRevocation } from './lifecycle/exitRevocation.ts';
import type { Preferences } from './lifecycle/preferences.ts';
import { Renewer } from './lifecycle/renewer.ts';
import type { RenewalPolicy } from './lifecycle/renewalPolicy.ts';
import { TokenCheck } from './lifecycle/tokenCheck.ts';
import type {
  IssueLedger,
  KeyStore,
  Lock,
  Log,
  SharedRateLimit,
  Presence,
  Scheduler,
  TokenApi,
  TokenStore,
  TrApi,
  TrFacts,
} from './model/ports.ts';
import type { ServerClock } from './time/serverClock.ts';
import { TokenManager } from './tokens/tokenManager.ts';
import { TokenWatch } from './tokens/tokenWatch.ts';

/** External dependencies of the domain. */
export interface DomainPorts {
  /** Created by the caller because transport and lock use it too. */
  readonly clock: ServerClock;
  readonly scheduler: Scheduler;
  readonly tokenApi: TokenApi;
  readonly trApi: TrApi;
  /** The catalogue's facts about a TR; `undefined` for an unknown one. */
  readonly trFacts: (apiId: string) => Promise<TrFacts | undefined>;
  readonly keyStore: KeyStore;
  readonly tokenStore: TokenStore;
  readonly issueLedger: IssueLedger;
  readonly lock: Lock;
  /** Rate limit shared with other machines, if there is one. */
  readonly sharedLimit?: SharedRateLimit;
  readonly choices: ChoiceStore;
  readonly presence: Presence;
  readonly preferences: Preferences;
  /** Hex digest of a key or token. */
  readonly fingerprint: (secret: Secret) => string;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/** The domain's parts; a consumer of some of them takes a `Pick<Domain, …>`. */
export type Domain = ReturnType<typeof createDomain>;

/**
 * The only place that assembles the domain: for the extension, the gateway, tests and benchmarks. It
 * neither reads nor sends anything.
 */
export function createDomain(ports: DomainPorts) {
  const { clock, scheduler, keyStore, tokenStore, presence, preferences, log } = ports;
  const { tokenApi, trApi, trFacts, issueLedger, lock, sharedLimit, choices, fingerprint, random } =
    ports;
  const onListenerError = (thrown: unknown): void => {
    log.error('listener-failed', { error: toKiwoomError(thrown).message });
  };

  const profiles = new Profiles({ keyStore, clock, fingerprint, onListenerError });
  const active = new ActiveProfile(profiles, choices, onListenerError);
  const tokens = new TokenManager({
    clock,
    api: tokenApi,
    keyStore,
    tokenStore,
    issueLedger,
    lock,
    log,
  });
  const watch = new TokenWatch(tokens, scheduler, onListenerError);
  const policy = (): RenewalPolicy =>
    preferences.trusted() ? preferences.renewalPolicy() : { kind: 'off' };
  const renewer = new Renewer({
    tokens,
    profiles,
    watch,
    clock,
    scheduler,
    policy,
    random,
    log,
    onListenerError,
  });
  const limiter = new RateLimiter(clock, scheduler, sharedLimit);
  const caller = new ApiCaller({ tokens, api: trApi, trFacts, limiter, scheduler, clock });
  const tokenCheck = new TokenCheck({
    caller,
    tokens,
    watch,
    profiles,
    clock,
    scheduler,
    policy,
    random,
    log,
  });
  const exitRevocation = new ExitRevocation({
    profiles,
    tokens,
    scheduler,
    log,
    preferences,
    presence,
  });

  return {
    clock,
    scheduler,
    keyStore,
    tokenStore,
    presence,
    preferences,
    fingerprint,
    log,
    profiles,
    active,
    tokens,
    watch,
    renewer,
    limiter,
    caller,
    tokenCheck,
    exitRevocation,
    /** Reports errors thrown by event listeners. */
    onListenerError,
    /** Stops all automatic work. */
    dispose: (): void => {
      disposeAll([tokenCheck, renewer, watch]);
    },
  };
}
